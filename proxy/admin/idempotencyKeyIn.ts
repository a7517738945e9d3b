import { Problem } from './problem';

/** The key in `Idempotency-Key`, if there is one. */
export function idempotencyKeyIn(header: string | string[] | undefined): string | undefined {
  if (header !== undefined && (typeof header !== 'string' || !/^[!-~]{1,200}$/.test(header))) {
    throw new Problem(
      'idempotency-key-invalid',
      'Idempotency-Key is 1 to 200 visible ASCII characters, such as a random UUID, once'
    );
  }
  return header;
}
