import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './freePort';

/** Passes connections on to a server, which it can keep away from those who connect, always on the same loopback port. */
export interface Relay {
  port: number;
  /** Ends connections; new ones are refused. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Connections stay and are accepted, and nothing is passed on. */
  freeze(): void;
  /** Passes on again, also what came meanwhile. */
  thaw(): void;
}

export async function startRelay(host: string, targetPort: number): Promise<Relay> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let frozen = false;
  let server: Server | undefined;

  const relay = (client: Socket) => {
    const upstream = connect(targetPort, host);
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
  return { port, stop, start, freeze: () => setFrozen(true), thaw: () => setFrozen(false) };
}
