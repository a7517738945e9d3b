import type { StoreTransaction } from '../store/database';
import type { AuditHead } from './auditHead';
import type { NewAuditRecord } from './auditRecord';
import { canonicalJson } from './canonicalJson';
import { hashRecord } from './hashRecord';

/**
 * Appends a record to the chain, in the transaction of the change that it tells of: neither is there without the other.
 *
 * @returns the new end of the chain
 */
export async function appendAudit(transaction: StoreTransaction, record: NewAuditRecord): Promise<AuditHead> {
  // An update without effect: it holds the row until the transaction ends, so that nobody else appends meanwhile.
  const { number: last, hash: previousHash } = await transaction
    .updateTable('audit_head')
    .set({ only: 1 })
    .returning(['number', 'hash'])
    .executeTakeFirstOrThrow();
  const { event, target } = record;
  const [actor, details] = [canonicalJson(record.actor), canonicalJson(record.details)];
  const number = last + 1;
  const at = new Date(record.at).toISOString();
  const hash = hashRecord({
    number,
    at,
    event,
    actor: JSON.parse(actor),
    target,
    details: JSON.parse(details),
    previousHash,
  });
  await transaction
    .insertInto('audit')
    .values({ number, at: record.at, event, actor, target, details, previous_hash: previousHash, hash })
    .execute();
  return { number, hash };
}
