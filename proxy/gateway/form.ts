import type { IncomingMessage } from 'node:http';
import { ClientLeft } from './clientLeft';
import { malformed, Refusal } from './refusal';
import { singleHeader } from './singleHeader';

/** Longest form body of a query, in bytes. */
const MAX_FORM_BYTES = 1024 * 1024;

const FORM_TYPE = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset="?utf-8"?)?[ \t]*$/i;

/**
 * Reads the form body of a POST. A GET's body is never read, and what is not read is never sent upstream.
 *
 * @returns the body as text, '' when there is none
 * @throws Refusal 415 for anything but an uncompressed form, 413 above `MAX_FORM_BYTES`, 400 for invalid UTF-8
 * @throws ClientLeft when the connection ends before the form does
 */
export async function readForm(request: IncomingMessage): Promise<string> {
  if (request.method !== 'POST') {
    return '';
  }
  const type = singleHeader(request, 'content-type');
  const encoding = singleHeader(request, 'content-encoding');
  const { 'content-length': length } = request.headers;
  const mayHaveBody = request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
  if (type === undefined ? mayHaveBody : !FORM_TYPE.test(type)) {
    throw new Refusal(415, 'bad_data', 'content-type', 'send parameters as application/x-www-form-urlencoded in UTF-8');
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Refusal(415, 'bad_data', 'content-encoding', 'send the form without compression');
  }
  if (Number(length) > MAX_FORM_BYTES) {
    throw tooLarge();
  }
  return decodeUtf8(await readBytes(request));
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_FORM_BYTES) {
        throw tooLarge();
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new ClientLeft();
  }
  return Buffer.concat(chunks, size);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('parameter-malformed', 'the form is not UTF-8');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, 'bad_data', 'body-too-large', `the form may have at most ${MAX_FORM_BYTES} bytes`, {
    Connection: 'close',
  });
}
