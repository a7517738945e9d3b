import { parseArgs } from 'node:util';
import { onStop } from '../../dev/processes/onStop';
import { endAllChildren } from '../../dev/processes/startChild';
import { startBackends } from './backends';
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
  const backends = await startBackends();
  try {
    const stack = await startStack(backends);
    try {
      const result = await runSuite(stack, {
        seed: values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed),
        generated: Number(values.generated),
        bail: values.bail,
      });
      process.exitCode = result.good ? 0 : 1;
    } finally {
      await stack.close();
    }
  } finally {
    await backends.close();
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  }
);
