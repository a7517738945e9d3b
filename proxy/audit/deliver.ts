import { createHmac } from 'node:crypto';
import { request } from 'undici';
import type { AuditRecord } from './auditRecord';
import { canonicalJson } from './canonicalJson';

/** How long a receiver may take, in milliseconds. */
const TIMEOUT = 10_000;

/** As much of an answer is read, in bytes; nothing in it is looked at. */
const LONGEST_ANSWER = 16 * 1024;

/** Where the audit is sent. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

/**
 * Sends one record. What is signed holds the record's place in the chain and the moment of sending, so that the receiver can tell a
 * delivery that comes again.
 *
 * @param now milliseconds since the epoch
 * @param signal ends the attempt
 * @throws Error that says what went wrong, never with the secret
 */
export async function deliver(
  { url, secret }: Receiver,
  record: AuditRecord,
  now: number,
  signal: AbortSignal
): Promise<void> {
  const id = `${record.number}:${record.hash}`;
  const sentAt = new Date(now).toISOString();
  const body = canonicalJson({ id, sentAt, record });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  // A redirect is an answer like others: whoever holds the receiver's address may not pass the audit on.
  const { statusCode, body: answer } = await request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'gatehouse',
      'X-Gatehouse-Delivery': id,
      'X-Gatehouse-Timestamp': sentAt,
      'X-Gatehouse-Signature': `sha256=${signature}`,
    },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
  });
  await answer.dump({ limit: LONGEST_ANSWER }).catch(() => undefined);
  if (statusCode < 200 || statusCode > 299) {
    throw new Error(`the receiver answered with ${statusCode}`);
  }
}
