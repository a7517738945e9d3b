import type { Step } from './steps';

/** How many steps run at the same time at most. */
const SIDE_BY_SIDE = 2;

/**
 * Runs steps in their order: neighbours that may run beside others two at a time, each other one alone.
 *
 * @param run runs one to its end, and never fails
 */
export async function runSteps(steps: readonly Step[], run: (step: Step) => Promise<void>): Promise<void> {
  for (const group of groupsOf(steps)) {
    // Whoever has done one takes the next.
    const waiting = group.values();
    const work = async () => {
      for (const step of waiting) {
        await run(step);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  }
}

function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.besideOthers && last?.at(-1)?.besideOthers === true) {
      last.push(step);
    } else {
      groups.push([step]);
    }
  }
  return groups;
}
