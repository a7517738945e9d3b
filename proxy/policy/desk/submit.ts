import { createHash } from 'node:crypto';
import { auditing } from '../../audit/auditing';
import { Problem } from '../../admin/problem';
import { type Proposal, ProposalRefusal } from '../../store/proposalStore';
import type { DeskParts } from './deskParts';
import { printProposal } from './printProposal';
import { revisionConflict } from './revisionConflict';
import { type RevisionDraft, type Written, writeRevision } from './writeRevision';

/** A change that waits for a second person. */
export interface Proposed {
  /** No revision was written. */
  revision?: undefined;
  proposal: Proposal;
  /** The proposal with what it changes, as JSON. */
  document: Uint8Array;
  /** The end of the audit chain with it, `number:hash`. */
  auditHead: string | undefined;
}

/**
 * Publishes a policy, or keeps it until a second person has approved it: the policy in force decides, also about a change that would
 * take that away.
 *
 * @throws Problem `revision-conflict`, `proposals-too-many`
 * @throws StoreUnavailable
 */
export async function submit(parts: DeskParts, draft: RevisionDraft): Promise<Written | Proposed> {
  // A revision never changes, and only a change to the latest is taken: so this is the policy in force when it is written.
  const inForce = await parts.held.find(draft.expected);
  return inForce !== undefined && inForce.policy.settings.approvals > 0
    ? propose(parts, draft)
    : writeRevision(parts, draft);
}

async function propose(parts: DeskParts, draft: RevisionDraft): Promise<Proposed> {
  const { proposals, policies, now } = parts;
  const { policy, expected, comment, author, restoredFrom } = draft;
  const document = JSON.stringify(policy);
  const audit = auditing(({ id, base, createdAt, tenants, mappings }: Proposal) => ({
    at: createdAt,
    event: 'policy-proposed',
    actor: author,
    target: `proposal:${id}`,
    details: { proposal: id, base, comment, tenants, mappings, restoredFrom, policySha256: sha256(document) },
  }));
  const facts = { tenants: policy.tenants.length, mappings: policy.mappings.length, createdAt: now() };
  try {
    const proposal = await proposals.create(
      { base: expected, comment, author, restoredFrom, ...facts, document },
      audit.within
    );
    return { proposal, document: await printProposal(parts, proposal, policy, expected), auditHead: audit.head() };
  } catch (error) {
    if (error instanceof ProposalRefusal) {
      throw error.code === 'outdated'
        ? await revisionConflict(parts, expected, await policies.latest())
        : new Problem(
            'proposals-too-many',
            'no more proposals can wait; have some of those approved, rejected or withdrawn that GET /v1/proposals?state=open lists'
          );
    }
    throw error;
  }
}

function sha256(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
