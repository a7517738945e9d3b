import { CommanderError } from 'commander';
import { ConfigError } from '../config/configError';
import { CommandError } from './commandError';
import { EXIT, type ExitCode } from './exit';
import { createProgram } from './program';
import type { Streams, Terminal } from './terminal';
import { visibleText } from './visibleText';

/**
 * Runs a command to its end. Mistakes of the user are told in a line each, without a trace.
 *
 * @param args those behind the program's name
 * @returns the exit code; undefined while the proxy serves
 */
export async function run(
  args: readonly string[],
  version: string,
  streams: Streams,
  serve: (options: { config: string }) => Promise<void>
): Promise<ExitCode | undefined> {
  let code: ExitCode | undefined;
  const terminal: Terminal = {
    ...streams,
    tell: (text) => streams.out(visibleText(text)),
    error: (text) => streams.error(visibleText(text)),
  };
  try {
    await createProgram(version, terminal, serve, (ended) => (code = ended)).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return code ?? EXIT.misconfigured;
    }
    const expected = error instanceof ConfigError || error instanceof CommandError;
    terminal.error(`${expected ? error.message : describe(error)}\n`);
    return error instanceof CommandError ? error.exitCode : expected ? EXIT.misconfigured : EXIT.failed;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
