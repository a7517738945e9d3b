import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Operation, Reply } from './operation';
import { Problem } from './problem';
import type { Role } from './role';

/** The most bytes of large answers that wait for clients to take them: who reads slowly, and asks often, must not fill the memory. */
const MOST_UNSENT = 256 * 1024 * 1024;

/** From this size on an answer is large, in bytes. */
const LARGE = 1024 * 1024;

let unsent = 0;

/**
 * Sends what a handler answered.
 *
 * @throws Problem `policy-desk-busy` when there is no room for a large answer
 */
export async function sendReply(
  response: Response,
  { answers, id, role }: Pick<Operation, 'answers' | 'id' | 'role'>,
  { status, body, headers = {} }: Reply
): Promise<void> {
  const answer = answers[status];
  if (answer === undefined) {
    throw new Error(`the operation ${id} answered with ${status}, which it does not name`);
  }
  if (body === undefined) {
    response.status(status).set(headers).end();
    return;
  }
  if (!isPieces(body)) {
    // Express' own reply would take the bytes for something else than JSON.
    const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
    makeRoomFor(bytes.byteLength, response, role);
    response
      .status(status)
      .set(headers)
      .set('Content-Type', contentType(answer.mediaType ?? 'application/json'));
    response.end(bytes);
    return;
  }
  response
    .status(status)
    .set(headers)
    .set('Content-Type', contentType(answer.mediaType ?? 'application/json'));
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(body), response);
}

/** Whoever has changed something hears of it in any case. */
function makeRoomFor(bytes: number, response: Response, role: Role): void {
  if (bytes < LARGE) {
    return;
  }
  if (unsent + bytes > MOST_UNSENT && role === 'viewer') {
    const detail = 'too many large answers wait for those who asked for them; try again in a moment';
    throw new Problem('policy-desk-busy', detail, {}, { 'Retry-After': '5' });
  }
  if (response.closed) {
    return;
  }
  unsent += bytes;
  response.once('close', () => (unsent -= bytes));
}

function isPieces(body: object): body is AsyncIterable<Uint8Array | string> {
  return Symbol.asyncIterator in body;
}

function contentType(mediaType: string): string {
  return `${mediaType}; charset=utf-8`;
}
