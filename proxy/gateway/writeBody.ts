import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { ClientLeft } from './clientLeft';
import { Refusal } from './refusal';

/**
 * Opens the body of a write for streaming: nothing of it is kept, and it ends with a refusal when it is too long.
 *
 * @param maxBytes as they come over the wire
 * @throws Refusal 413 when the body says that it is longer
 */
export function openWriteBody(request: IncomingMessage, maxBytes: number): Readable | undefined {
  if (request.method === 'GET') {
    return undefined;
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    throw tooLarge(maxBytes);
  }
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  // Whoever reads it listens for himself; an error that nobody hears would end the process.
  counted.on('error', () => {});
  // A client that leaves in the middle must not look like one that has finished.
  request.once('close', () => {
    if (!request.complete) {
      counted.destroy(new ClientLeft());
    }
  });
  // Not `pipeline`: that would take the connection away together with a body that is refused, and with it the answer.
  return request.pipe(counted);
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    413,
    'bad_data',
    'body-too-large',
    `a write may have at most ${maxBytes} bytes; send smaller ones`
  );
}
