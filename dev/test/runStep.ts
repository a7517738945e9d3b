import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../processes/startChild';
import { resultOf } from './stepResult';
import type { Step } from './steps';
import type { Tally } from './tally';

export interface StepOutcome {
  tally: Tally;
  /** Everything that the step printed. */
  output: string;
  /** How it ended, for example "exit code 1". */
  ended: string;
  seconds: number;
}

/**
 * Runs a step to its end or its time limit. Its output is kept in `<artifacts>/<name>.log`.
 *
 * @param root the repository
 */
export async function runStep(step: Step, root: string, artifacts: string): Promise<StepOutcome> {
  const log = join(artifacts, `${step.name}.log`);
  const leftovers = step.reporting.kind === 'exit-code' ? [log] : [log, step.reporting.report];
  await Promise.all(leftovers.map((file) => rm(file, { force: true })));
  const begun = Date.now();
  const child = startChild({
    name: step.name,
    command: step.command,
    args: step.args,
    cwd: root,
    env: { NO_COLOR: '1', CI: process.env.CI ?? 'true' },
    log,
  });
  const { ended, late } = await endOrLimit(child, step.limitMilliseconds);
  const succeeded = !late && ended.endsWith('exit code 0');
  const note = late ? `, ended after its limit of ${step.limitMilliseconds / 60_000} minutes` : '';
  return {
    tally: await resultOf(step.reporting, succeeded, root),
    output: await readFile(log, 'utf8').catch(() => ''),
    ended: `${ended}${note}`,
    seconds: (Date.now() - begun) / 1000,
  };
}

async function endOrLimit(
  child: ReturnType<typeof startChild>,
  limitMilliseconds: number
): Promise<{ ended: string; late: boolean }> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void child.stop();
  }, limitMilliseconds);
  const ended = await child.exited;
  clearTimeout(timer);
  return { ended, late };
}
