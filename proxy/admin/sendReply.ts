import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Operation, Reply } from './operation';

/** Sends what a handler answered. */
export async function sendReply(
  response: Response,
  { answers, id }: Pick<Operation, 'answers' | 'id'>,
  { status, body, headers = {} }: Reply
): Promise<void> {
  const answer = answers[status];
  if (answer === undefined) {
    throw new Error(`the operation ${id} answered with ${status}, which it does not name`);
  }
  response.status(status).set(headers);
  if (body === undefined) {
    response.end();
    return;
  }
  response.set('Content-Type', contentType(answer.mediaType ?? 'application/json'));
  if (!isPieces(body)) {
    // Express' own reply would take the bytes for something else than JSON.
    response.end(body instanceof Uint8Array ? body : JSON.stringify(body));
    return;
  }
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(body), response);
}

function isPieces(body: object): body is AsyncIterable<Uint8Array | string> {
  return Symbol.asyncIterator in body;
}

function contentType(mediaType: string): string {
  return `${mediaType}; charset=utf-8`;
}
