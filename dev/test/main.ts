import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onStop } from '../processes/onStop';
import { endAllChildren } from '../processes/startChild';
import { chooseSteps } from './chooseSteps';
import { runStep } from './runStep';
import { runSteps } from './runSteps';
import { type Step, stepsOf } from './steps';
import { add, isGood, NOTHING, summaryOf, type Tally } from './tally';

const ROOT = join(__dirname, '../..');
const ARTIFACTS = join(ROOT, 'artifacts');

async function runAll(steps: readonly Step[]): Promise<Tally> {
  const begun = Date.now();
  let total = NOTHING;
  await runSteps(steps, async (step) => {
    console.log(`── ${step.name}: ${step.title} …`);
    const { tally, output, ended, seconds } = await runStep(step, ROOT, ARTIFACTS);
    if (!isGood(tally)) {
      console.log(`${output.trimEnd()}\n   ${ended}`);
    }
    console.log(
      `   ${step.name}: ${isGood(tally) ? 'ok' : 'FAILED'}, ${summaryOf(tally)} in ${seconds.toFixed(1)} s (artifacts/${step.name}.log)`
    );
    total = add(total, tally);
  });
  console.log(`\n── All steps: ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  for (const { name, reason } of total.skipped) {
    console.log(`   skipped: ${name} (${reason})`);
  }
  return total;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const steps = chooseSteps(stepsOf(ARTIFACTS), values.only);
  await mkdir(ARTIFACTS, { recursive: true });
  onStop((why) => {
    console.log(`\n${why}: stopping`);
    void endAllChildren().then(() => process.exit(1));
  });
  const total = await runAll(steps);
  console.log(`\n${summaryOf(total)}`);
  process.exitCode = isGood(total) ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
