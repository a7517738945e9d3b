import type { Finding, Policy } from '@gatehouse/model';
import { auditing } from '../../audit/auditing';
import { revisionRecord } from '../../audit/revisionRecord';
import type { Within } from '../../store/database';
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
 * @param within what else happens in the same transaction, after the revision is recorded
 * @throws Problem `revision-conflict` when somebody else has published in the meantime
 * @throws StoreUnavailable
 */
export async function writeRevision(
  parts: DeskParts,
  draft: RevisionDraft,
  within?: Within<RevisionSummary>
): Promise<Written> {
  const { policy, warnings, author: actor, ...revision } = draft;
  // The history keeps names; who somebody is at Grafana stands in the audit records.
  const author = { name: actor.name, by: actor.by, token: actor.token };
  const { policies, held, now } = parts;
  try {
    const document = JSON.stringify(policy);
    const audit = auditing((written: RevisionSummary) => revisionRecord({ ...written, author: actor }, document));
    const facts = { tenants: policy.tenants.length, mappings: policy.mappings.length, createdAt: now() };
    const summary = await policies.append({ ...revision, author, ...facts, document }, async (transaction, written) => {
      await audit.within(transaction, written);
      await within?.(transaction, written);
    });
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
