import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/schema';
import { ClientLeft } from './clientLeft';
import { malformed, Refusal } from './refusal';
import { singleHeader } from './singleHeader';

type FormBounds = Pick<Config['requests'], 'formBytes' | 'arrivalTimeout'>;

const FORM_TYPE = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset="?utf-8"?)?[ \t]*$/i;

/**
 * Reads the form body of a POST. A GET's body is never read, and what is not read is never sent upstream.
 *
 * @param bounds `formBytes`, and `arrivalTimeout` in milliseconds
 * @returns the body as text, '' when there is none
 * @throws Refusal 415 for anything but an uncompressed form, 413 when it is too long, 408 when it takes too long, 400 for invalid UTF-8
 * @throws ClientLeft when the connection ends before the form does
 */
export async function readForm(request: IncomingMessage, bounds: FormBounds): Promise<string> {
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
  if (Number(length) > bounds.formBytes) {
    throw tooLarge(bounds);
  }
  return decodeUtf8(await readBytes(request, bounds));
}

function readBytes(request: IncomingMessage, bounds: FormBounds): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (outcome: () => void) => {
      clearTimeout(timer);
      // The rest stays unread; destroying the request would take the connection away, and with it the answer.
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose).pause();
      outcome();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bounds.formBytes) {
        finish(() => reject(tooLarge(bounds)));
      } else {
        chunks.push(chunk);
      }
    };
    const onEnd = () => finish(() => resolve(Buffer.concat(chunks, size)));
    const onClose = () => finish(() => reject(new ClientLeft()));
    const timer = setTimeout(() => finish(() => reject(tooSlow(bounds))), bounds.arrivalTimeout);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('parameter-malformed', 'the form is not UTF-8');
  }
}

function tooLarge({ formBytes }: FormBounds): Refusal {
  return new Refusal(413, 'bad_data', 'body-too-large', `the form may have at most ${formBytes} bytes`);
}

function tooSlow({ arrivalTimeout }: FormBounds): Refusal {
  const message = `the form did not arrive within ${arrivalTimeout / 1000} s`;
  return new Refusal(408, 'timeout', 'body-too-slow', message);
}
