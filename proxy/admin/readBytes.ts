import express, { type Request, type Response } from 'express';
import { Problem } from './problem';

const MIB = 1024 * 1024;

/** Largest body with a policy, in bytes: room for 100,000 mappings. */
const LARGEST_POLICY = 32 * MIB;

/** Largest other body, in bytes. */
const LARGEST_BODY = MIB;

const readLarge = reader(LARGEST_POLICY);
const readSmall = reader(LARGEST_BODY);

/** The whole JSON body of a request as it came, uncompressed: at most 32 MiB where it carries a policy, else 1 MiB. */
export async function readBytes(request: Request, response: Response, carriesPolicy: boolean): Promise<Uint8Array> {
  await new Promise<void>((resolve, reject) => {
    (carriesPolicy ? readLarge : readSmall)(request, response, (error?: unknown) => {
      if (error === undefined) {
        resolve();
      } else {
        reject(isTooLarge(error) ? tooLarge(carriesPolicy) : error);
      }
    });
  });
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) {
    throw new Problem('body-invalid', 'send a JSON object with Content-Type: application/json');
  }
  return body;
}

function reader(limit: number) {
  return express.raw({ limit, inflate: false, type: isJson });
}

/** JSON in UTF-8: other encodings would have to be turned into it first, and no client sends them. */
function isJson({ headers }: { headers: { 'content-type'?: string } }): boolean {
  return /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i.test(headers['content-type'] ?? '');
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 413;
}

function tooLarge(carriesPolicy: boolean): Problem {
  return new Problem(
    'body-too-large',
    carriesPolicy
      ? 'the body is larger than 32 MiB; a policy of that size cannot be taken'
      : 'the body is larger than 1 MiB, the most for a body without a policy'
  );
}
