import type { Step } from './steps';

/**
 * The steps that `--only` names, in their usual order; all without it.
 *
 * @param only comma-separated names
 * @throws Error that names the steps there are
 */
export function chooseSteps(steps: readonly Step[], only: string | undefined): readonly Step[] {
  if (only === undefined) {
    return steps;
  }
  const wanted = only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `--only: there is no step ${unknown.join(', ')}; there are ${steps.map(({ name }) => name).join(', ')}`
    );
  }
  return steps.filter(({ name }) => wanted.includes(name));
}
