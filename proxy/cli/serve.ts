import { ConfigError } from '../config/configError';
import { loadConfig } from '../config/load';
import { ListenError } from '../server/listen';
import { reloadOnHangup, stopOnSignals } from '../server/signals';
import { startProxy } from '../server/startProxy';
import { createLogger } from '../telemetry/logger';
import { EXIT } from './exit';

/** `gatehouse serve`: runs the proxy until it is told to stop. Mistakes of the user are told in a line each, without a trace. */
export async function serve(file: string, version: string): Promise<void> {
  try {
    const config = await loadConfig(file, process.env);
    const logger = createLogger(config.log.level);
    process.on('uncaughtException', (error) => {
      logger.fatal({ event: 'crashed', err: error }, 'Gatehouse ran into a bug and stops');
      process.exit(EXIT.failed);
    });
    const proxy = await startProxy(config, version, logger);
    stopOnSignals((signal) => proxy.stop(signal));
    reloadOnHangup(() => proxy.reload());
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? EXIT.misconfigured : EXIT.failed;
    const expected = error instanceof ConfigError || error instanceof ListenError;
    process.stderr.write(`${expected ? error.message : describe(error)}\n`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
