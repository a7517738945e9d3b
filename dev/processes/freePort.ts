import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that operating systems give to outgoing connections (Linux: from 32768): one of those can be taken again before
 * the program that is to listen there has started.
 */
const FIRST = 20_000;
const END = 32_000;
const ATTEMPTS = 50;

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
    const port = randomInt(FIRST, END);
    if (!given.has(port)) {
      given.add(port);
      if (await isFree(port)) {
        return port;
      }
    }
  }
  throw new Error(`no free port from ${FIRST} to ${END}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
