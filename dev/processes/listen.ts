import type { Server } from 'node:http';
import { freePort } from './freePort';

/** A listening server, as the parts of the kit hand it around. */
export interface Listening {
  port: number;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Stops listening and ends the connections that are still open. */
  close(): Promise<void>;
}

/** Listens on the loopback interface. Port 0 takes one that stays free for whoever listens there again. */
export async function listen(server: Server, port = 0): Promise<Listening> {
  const wanted = port === 0 ? await freePort() : port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) {
    throw new Error('the server listens on no TCP port');
  }
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
