import type { IncomingMessage } from 'node:http';

/** What a client may still send after it was answered, in bytes and milliseconds. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_TIME = 5_000;

/**
 * Takes the rest of a body that was answered before it was read, so that the client finds the answer instead of a broken
 * connection; whoever sends too much or too slowly loses the connection.
 */
export function discardUnreadBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) {
    return;
  }
  let size = 0;
  const timer = setTimeout(() => request.socket.destroy(), MOST_TIME).unref();
  request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_BYTES) {
      request.socket.destroy();
    }
  });
  // What reads it for the upstream would stop it again when it ends.
  request.unpipe().resume();
}
