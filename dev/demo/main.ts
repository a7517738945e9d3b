import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../processes/freePort';
import { endAllChildren } from '../processes/startChild';
import { onStop } from '../processes/onStop';
import { buildWhatIsStale } from './build';
import { startInstallation } from './installation';
import { instructions } from './instructions';
import { createProgress } from './progress';
import { createRunFolder, type RunFolder } from './runFolder';
import { everybodyLooks, METRIC, publishStoryPolicy, revokeAndRestore, signInEverybody } from './scene';
import { tableOf } from './table';
import { problemOf } from './verify';

const ROOT = join(__dirname, '../..');
const GRAFANA_PORT = 3000;
const STORY_STEP_MILLISECONDS = 30_000;

/** Starts everything, shows and verifies who sees what; returns whether all is as it must be. */
async function demonstrate(folder: string, check: boolean): Promise<boolean> {
  const progress = createProgress();
  progress.say(`Everything of this run is kept in ${folder}`);
  await buildWhatIsStale(ROOT, folder, progress);
  const grafanaPort = await freePort(check ? 0 : GRAFANA_PORT);
  if (!check && grafanaPort !== GRAFANA_PORT) {
    progress.say(`Port ${GRAFANA_PORT} is taken; the Grafana page gets ${grafanaPort}`);
  }
  const installation = await startInstallation({ root: ROOT, folder, grafanaPort }, progress);
  const people = await progress.during('Signing in alice, bob, carol and mallory', () => signInEverybody(installation));
  await progress.during('Publishing the policy as carol', () => publishStoryPolicy(people));
  const rows = await progress.during('Asking as each of them', () => everybodyLooks(people, installation));
  rows.push(
    ...(await progress.during('Revoking bob’s mapping and restoring it', () => revokeAndRestore(people, installation)))
  );

  console.log(`\nThe query ${METRIC}, asked by four people through the same two data sources:\n\n${tableOf(rows)}\n`);
  const problems = rows.map(problemOf).filter((problem) => problem !== undefined);
  console.log(
    problems.length === 0 ? 'Everybody sees what they must see.' : `Not as it must be:\n  ${problems.join('\n  ')}`
  );
  if (!check) {
    setInterval(() => void installation.story.goOn().catch(() => {}), STORY_STEP_MILLISECONDS);
    console.log(instructions(installation, folder));
  }
  return problems.length === 0;
}

async function end(folder: RunFolder, code: number): Promise<never> {
  await endAllChildren();
  await folder.remove();
  process.exit(code);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const folder = await createRunFolder(ROOT);
  let stopping = false;
  onStop((signal) => {
    stopping = true;
    console.log(`\n${signal}: stopping everything …`);
    void end(folder, values.check ? 1 : 0);
  });
  try {
    const good = await demonstrate(folder.path, values.check);
    if (values.check) {
      await end(folder, good ? 0 : 1);
    }
  } catch (error) {
    // Being stopped makes whatever was going on fail; that is no news.
    if (!stopping) {
      console.error(error);
      await end(folder, 1);
    }
  }
}

void main();
