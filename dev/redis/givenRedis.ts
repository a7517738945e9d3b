import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../processes/freePort';
import type { Redis } from './startRedis';

const REDIS_PORT = 6379;

/**
 * Puts a relay in front of a Redis that runs already, so that it can be away or silent for the tests and for nobody else.
 *
 * @param given `redis://[:password@]host[:port][/database]`
 * @throws Error for any other URL: the relay cannot speak TLS
 */
export async function givenRedis(given: string): Promise<Redis> {
  const target = new URL(given);
  if (target.protocol !== 'redis:' || target.username !== '') {
    throw new Error('GATEHOUSE_TEST_REDIS_URL: expected redis://[:password@]host[:port][/database]');
  }
  const port = await freePort();
  const sockets = new Set<Socket>();
  let frozen = false;
  let server: Server | undefined;

  const relay = (client: Socket) => {
    const upstream = connect(Number(target.port || REDIS_PORT), target.hostname);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    if (frozen) {
      client.pause();
    }
  };
  const start = async () => {
    if (server === undefined) {
      const listening = createServer(relay);
      await new Promise<void>((resolve, reject) => {
        listening.once('error', reject);
        listening.listen(port, '127.0.0.1', resolve);
      });
      server = listening;
    }
  };
  const stop = async () => {
    const listening = server;
    server = undefined;
    frozen = false;
    await new Promise<void>((resolve) => {
      if (listening === undefined) {
        resolve();
      } else {
        listening.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }
    });
  };
  const setFrozen = (value: boolean) => {
    frozen = value;
    sockets.forEach((socket) => (value ? socket.pause() : socket.resume()));
  };

  await start();
  return {
    url: `redis://127.0.0.1:${port}${target.pathname || '/0'}`,
    password: target.password === '' ? undefined : decodeURIComponent(target.password),
    stop,
    start,
    freeze: () => setFrozen(true),
    thaw: () => setFrozen(false),
    close: stop,
  };
}
