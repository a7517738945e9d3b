import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onStop } from '../../../dev/processes/onStop';
import { endAllChildren } from '../../../dev/processes/startChild';
import { type Backends, startBackends } from '../backends';
import { print } from '../print';
import { startStack } from '../stack';
import { type Failure, runSuite, type SuiteOptions } from '../suite';
import { bundleGatehouse } from './bundle';
import type { Mutation } from './mutation';
import { MUTATIONS } from './mutations';

/** Fewer than the suite's own: they are the last resort here. */
const GENERATED = 1_000;
const SEED = 1;

/**
 * `npm run test:mutations -- [--only=TEXT]`: takes one sanitising step out of the proxy at a time and runs the security suite,
 * which must notice.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  onStop((why) => {
    print(`${why}: stopping`);
    void endAllChildren().then(() => process.exit(1));
  });
  const chosen = MUTATIONS.filter(({ step }) => step.includes(values.only));
  const backends = await startBackends();
  try {
    process.exitCode = (await tryAll(backends, chosen)) ? 0 : 1;
  } finally {
    await backends.close();
  }
}

/** Those that read come first: what is written changes what there is to be read. */
async function tryAll(backends: Backends, mutations: readonly Mutation[]): Promise<boolean> {
  const begun = Date.now();
  let good = true;
  for (const half of ['reads', 'writes'] as const) {
    const untouched = await suiteWith(backends, undefined, { half, first: undefined });
    if (untouched !== undefined) {
      print(`nothing removed, and yet: ${describe(untouched)}`);
      return false;
    }
    for (const mutation of mutations.filter((one) => one.half === half)) {
      good = (await tryOne(backends, mutation)) && good;
    }
  }
  print(
    `${mutations.length} steps removed in ${Math.round((Date.now() - begun) / 1000)} s: ${good ? 'all were noticed' : 'NOT all were noticed'}`
  );
  return good;
}

async function tryOne(backends: Backends, mutation: Mutation): Promise<boolean> {
  try {
    const caught = await suiteWith(backends, mutation, mutation);
    print(`removed: ${mutation.step} … ${caught === undefined ? 'NOT CAUGHT' : `caught by: ${describe(caught)}`}`);
    return caught !== undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (mutation.startsNot !== undefined && message.includes(mutation.startsNot)) {
      print(`removed: ${mutation.step} … caught by: the proxy, which does not start`);
      return true;
    }
    print(`removed: ${mutation.step} … COULD NOT BE TRIED: ${message}`);
    return false;
  }
}

/** @returns the first thing that the suite finds wrong with such a proxy */
async function suiteWith(
  backends: Backends,
  mutation: Mutation | undefined,
  { half, first }: Pick<SuiteOptions, 'half' | 'first'>
): Promise<Failure | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mutation-'));
  try {
    const stack = await startStack(backends, await bundleGatehouse(folder, mutation));
    try {
      const options = { seed: SEED, generated: GENERATED, bail: true, half, first, print: () => {} };
      return (await runSuite(stack, options)).failures[0];
    } finally {
      await stack.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ name, kind, what }: Failure): string {
  return `${name} (${kind}: ${what.split('\n', 1)[0]?.slice(0, 120)})`;
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  }
);
