import { createServer } from 'node:net';

/**
 * Finds a free port on the loopback interface, for programs that cannot choose one themselves.
 *
 * @param preferred asked for first; another one is taken when it is in use
 */
export async function freePort(preferred = 0): Promise<number> {
  try {
    return await tryPort(preferred);
  } catch (error) {
    if (preferred === 0) {
      throw error;
    }
    return tryPort(0);
  }
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no TCP address'))
      );
    });
  });
}
