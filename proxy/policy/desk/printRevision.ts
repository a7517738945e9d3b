import type { Finding } from '@gatehouse/model';
import type { PolicyDocument } from '@gatehouse/model/api';
import type { HeldRevision } from './heldRevisions';

/** A revision as clients see it, as JSON. */
export function printRevision({ summary, policy }: HeldRevision, warnings: Finding[]): Uint8Array {
  const { number, comment, author, createdAt, approvedBy, restoredFrom } = summary;
  const document: PolicyDocument = {
    revision: number,
    policy,
    comment,
    author: author.name,
    actor: author,
    createdAt: new Date(createdAt).toISOString(),
    approvedBy,
    restoredFrom,
    warnings,
  };
  return new TextEncoder().encode(JSON.stringify(document));
}
