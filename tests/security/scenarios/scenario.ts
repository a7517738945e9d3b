import type { Problem } from '../judge';
import type { Stack } from '../stack';

/** What takes more than one request, or a proxy of its own. */
export interface Scenario {
  /** The case of the threat table that it belongs to, and what must hold. */
  name: string;
  /** @returns what is wrong */
  run(stack: Stack): Promise<readonly Problem[]>;
}

/** Nothing when the condition holds. */
export function must(condition: boolean, what: string): Problem[] {
  return condition ? [] : [{ kind: 'wrong', what }];
}

/** Nothing when the condition holds, a leak when it does not. */
export function mustNotLeak(condition: boolean, what: string): Problem[] {
  return condition ? [] : [{ kind: 'leak', what }];
}
