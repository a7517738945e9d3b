import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onStop } from '../../dev/processes/onStop';
import { endAllChildren } from '../../dev/processes/startChild';
import { startBackends } from './backends';
import { bundleGatehouse } from './mutations/bundle';
import { print } from './print';
import { startStack } from './stack';
import { runSuite } from './suite';

/** `npm run test:security -- [--seed=N] [--generated=N] [--bail] [--report=FILE]`: see `docs/contributor.md`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      generated: { type: 'string', default: '20000' },
      bail: { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  });
  onStop((why) => {
    print(`${why}: stopping`);
    void endAllChildren().then(() => process.exit(1));
  });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'));
  const [command, backends] = await Promise.all([bundleGatehouse(folder), startBackends()]);
  try {
    const stack = await startStack(backends, command);
    try {
      const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
      print(`seed ${seed}`);
      const { cases, generated, failures, tried } = await runSuite(stack, {
        seed,
        generated: Number(values.generated),
        bail: values.bail,
        print,
      });
      const count = (kind: string) => failures.filter((failure) => failure.kind === kind).length;
      print(`refused but reached the upstream ${count('reached')}, other than it must be ${count('wrong')}`);
      print(`cases ${cases}, generated ${generated}, leaks ${count('leak')}`);
      if (values.report !== undefined) {
        const failed = new Set(failures.map(({ name }) => name));
        const tests = [...new Set([...tried, ...failed])].map((name) => ({ name, passed: !failed.has(name) }));
        await writeFile(values.report, JSON.stringify({ tests }));
      }
      process.exitCode = failures.length === 0 ? 0 : 1;
    } finally {
      await stack.close();
    }
  } finally {
    await backends.close();
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  }
);
