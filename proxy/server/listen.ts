import type { Server } from 'node:http';

export interface Address {
  host: string;
  port: number;
}

/** A listener could not be opened; the message says which and what to do. */
export class ListenError extends Error {
  readonly code = 'listen-failed';
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has this port; stop it or choose another port',
  EACCES: 'this user may not open the port; choose one above 1023',
  EADDRNOTAVAIL: 'this machine does not have the address; choose one of its own, or 0.0.0.0',
  ENOTFOUND: 'the host name cannot be resolved',
};

/**
 * Opens a listener.
 *
 * @param key of the configuration, for the message of an error
 * @returns the real address as `host:port`, also when port 0 was asked for
 */
export function listen(server: Server, { host, port }: Address, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const advice = ADVICE[error.code ?? ''] ?? error.message;
      reject(new ListenError(`cannot listen on ${formatAddress(host, port)} (${key}): ${advice}`, { cause: error }));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(formatAddress(host, typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function formatAddress(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
