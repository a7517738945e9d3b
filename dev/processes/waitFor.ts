import { readFile } from 'node:fs/promises';
import type { Child } from './startChild';

/**
 * Asks again and again until the condition holds.
 *
 * @param what named in the error
 * @throws Error when it does not hold in time, with what the last attempt said
 */
export async function waitFor<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  { timeoutMilliseconds = 30_000, everyMilliseconds = 50 } = {}
): Promise<T> {
  const deadline = Date.now() + timeoutMilliseconds;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await attempt();
      if (value !== undefined) {
        return value;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
  throw new Error(`${what}: not within ${timeoutMilliseconds / 1000} s`, { cause: last });
}

/** Waits for something while a program must keep running; its end is an error that shows the end of its log. */
export async function whileRunning<T>(child: Child, log: string, waiting: Promise<T>): Promise<T> {
  const ended = child.exited.then(async (how): Promise<never> => {
    const text = await readFile(log, 'utf8').catch(() => '');
    throw new Error(`${how}, before it was ready. The end of ${log}:\n${text.slice(-2_000)}`);
  });
  // Whoever loses the race must not become an unhandled rejection later.
  ended.catch(() => {});
  waiting.catch(() => {});
  return Promise.race([waiting, ended]);
}
