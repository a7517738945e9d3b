import type { AuditRecord } from './auditRecord';
import { canonicalJson } from './canonicalJson';

/** A record as a line of an export, with its end. There is one such text for each record, so that no byte can change unnoticed. */
export function printRecord({ number, at, event, actor, target, details, previousHash, hash }: AuditRecord): string {
  return `${canonicalJson({ number, at, event, actor, target, details, previousHash, hash })}\n`;
}
