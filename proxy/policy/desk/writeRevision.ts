import type { Finding, Policy } from '@gatehouse/model';
import { type NewRevision, RevisionConflict, type RevisionSummary } from '../../store/policyStore';
import type { DeskParts } from './deskParts';
import { printRevision } from './printRevision';
import { revisionConflict } from './revisionConflict';

/** A revision to be written, with its checked policy. */
export interface RevisionDraft extends Pick<
  NewRevision,
  'expected' | 'comment' | 'author' | 'approvedBy' | 'restoredFrom'
> {
  policy: Policy;
  warnings: Finding[];
}

/** A revision that was written. */
export interface Written {
  /** Its number. */
  revision: number;
  summary: RevisionSummary;
  /** The revision with its policy, as JSON. */
  document: Uint8Array;
  /** How many there are. */
  warnings: number;
}

/**
 * Writes the next revision.
 *
 * @throws Problem `revision-conflict` when somebody else has published in the meantime
 * @throws StoreUnavailable
 */
export async function writeRevision(parts: DeskParts, draft: RevisionDraft): Promise<Written> {
  const { policy, warnings, ...revision } = draft;
  const { policies, held, now } = parts;
  try {
    const summary = await policies.append({
      ...revision,
      document: JSON.stringify(policy),
      tenants: policy.tenants.length,
      mappings: policy.mappings.length,
      createdAt: now(),
    });
    held.keep({ summary, policy }, warnings);
    return {
      revision: summary.number,
      summary,
      document: printRevision({ summary, policy }, warnings),
      warnings: warnings.length,
    };
  } catch (error) {
    throw error instanceof RevisionConflict ? revisionConflict(error.latest) : error;
  }
}
