import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that operating systems give to outgoing connections (Linux: from 32768): one of those can be taken again before
 * the program that is to listen there has started.
 */
const FIRST = 20_000;
const END = 32_000;
const ATTEMPTS = 50;

/**
 * Jest's workers, numbered from 1, test side by side: each finds ports in a range of its own, so that a program which a test has
 * stopped for a while finds its port free when it starts again. Whatever is no such worker uses the first range.
 */
const RANGES = 6;
const RANGE_SIZE = (END - FIRST) / RANGES;
const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % RANGES) * RANGE_SIZE;

/** A port is free until the program for which it was found listens: nobody else gets it meanwhile. */
const given = new Set<number>();

/**
 * Finds a free port on the loopback interface, for programs that cannot choose one themselves. No port is given twice.
 *
 * @param preferred asked for first; another one is taken when it is in use
 */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && (await isFree(preferred))) {
    given.add(preferred);
    return preferred;
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(first, first + RANGE_SIZE);
    if (!given.has(port)) {
      given.add(port);
      if (await isFree(port)) {
        return port;
      }
    }
  }
  throw new Error(`no free port from ${first} to ${first + RANGE_SIZE}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
