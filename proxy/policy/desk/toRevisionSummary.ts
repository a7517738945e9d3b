import type { RevisionSummaryDocument } from '@gatehouse/model/api';
import type { RevisionSummary } from '../../store/policyStore';

/** A revision without its policy, as clients see it. */
export function toRevisionSummary({ createdAt, ...summary }: RevisionSummary): RevisionSummaryDocument {
  return { ...summary, createdAt: new Date(createdAt).toISOString() };
}
