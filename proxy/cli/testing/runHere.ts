import { run } from '../run';
import type { Terminal } from '../terminal';

export interface Ran {
  code: number | undefined;
  out: string;
  error: string;
}

/** Runs a command in this process. */
export async function runHere(
  args: readonly string[],
  given: Partial<Pick<Terminal, 'environment' | 'now'>> & { input?: string } = {}
): Promise<Ran> {
  let out = '';
  let error = '';
  const terminal: Terminal = {
    out: (text) => void (out += text),
    error: (text) => void (error += text),
    environment: given.environment ?? {},
    now: given.now ?? (() => Date.parse('2026-06-01T00:00:00Z')),
    readInput: async () => Buffer.from(given.input ?? ''),
  };
  const code = await run(args, '1.2.3', terminal, async () => undefined);
  return { code, out, error };
}
