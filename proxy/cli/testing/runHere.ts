import { run } from '../run';
import type { Streams } from '../terminal';

export interface Ran {
  code: number | undefined;
  out: string;
  error: string;
}

/** Runs a command in this process. */
export async function runHere(
  args: readonly string[],
  given: Partial<Pick<Streams, 'environment' | 'now'>> & { input?: string } = {}
): Promise<Ran> {
  let out = '';
  let error = '';
  const streams: Streams = {
    out: (text) => void (out += text),
    error: (text) => void (error += text),
    environment: given.environment ?? {},
    now: given.now ?? (() => Date.parse('2026-06-01T00:00:00Z')),
    readInput: async () => Buffer.from(given.input ?? ''),
  };
  const code = await run(args, '1.2.3', streams, async () => undefined);
  return { code, out, error };
}
