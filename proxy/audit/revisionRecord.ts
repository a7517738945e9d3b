import { createHash } from 'node:crypto';
import type { RevisionSummary } from '../store/policyStore';
import type { NewAuditRecord } from './auditRecord';

/**
 * What is recorded of a revision.
 *
 * @param document its policy as the store keeps it; its hash makes a change of the policy itself evident
 */
export function revisionRecord(summary: RevisionSummary, document: string): NewAuditRecord {
  const { number, author, createdAt, comment, tenants, mappings, approvedBy, restoredFrom } = summary;
  const policySha256 = createHash('sha256').update(document).digest('hex');
  return {
    at: createdAt,
    event: restoredFrom === null ? 'policy-published' : 'policy-restored',
    actor: author,
    target: `revision:${number}`,
    details: { revision: number, comment, tenants, mappings, approvedBy, restoredFrom, policySha256 },
  };
}
