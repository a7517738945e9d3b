import { createHash } from 'node:crypto';
import type { AuditRecord } from './auditRecord';
import { canonicalJson } from './canonicalJson';

/**
 * What the `hash` of a record has to be, in 64 hexadecimal digits.
 *
 * @throws TypeError for what JSON cannot say
 */
export function hashRecord(record: Omit<AuditRecord, 'hash'>): string {
  const { number, at, event, actor, target, details, previousHash } = record;
  return createHash('sha256')
    .update(canonicalJson([number, at, event, actor, target, details, previousHash]))
    .digest('hex');
}
