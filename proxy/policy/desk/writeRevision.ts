import type { Finding, Policy } from '@gatehouse/model';
import { auditing } from '../../audit/auditing';
import { revisionRecord } from '../../audit/revisionRecord';
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
  /** The end of the audit's chain with this revision, `number:hash`. */
  auditHead: string | undefined;
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
    const document = JSON.stringify(policy);
    const audit = auditing((written: RevisionSummary) => revisionRecord(written, document));
    const facts = { tenants: policy.tenants.length, mappings: policy.mappings.length, createdAt: now() };
    const summary = await policies.append({ ...revision, ...facts, document }, audit.within);
    held.keep({ summary, policy }, warnings);
    return {
      revision: summary.number,
      summary,
      document: printRevision({ summary, policy }, warnings),
      warnings: warnings.length,
      auditHead: audit.head(),
    };
  } catch (error) {
    throw error instanceof RevisionConflict ? await revisionConflict(parts, error.expected, error.latest) : error;
  }
}
