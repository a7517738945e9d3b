import { checkPolicy, type Policy } from '@gatehouse/model';
import { auditing } from '../../audit/auditing';
import { Problem } from '../../admin/problem';
import type { Actor } from '../../store/actor';
import { type Proposal, ProposalRefusal } from '../../store/proposalStore';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { checkApprover } from './checkApprover';
import type { DeskParts } from './deskParts';
import { printJson } from './printJson';
import { printProposal } from './printProposal';
import { policyInvalid } from './readPolicyBody';
import { revisionConflict } from './revisionConflict';
import { maybeSamePerson } from './samePerson';
import { type Written, writeRevision } from './writeRevision';

/** Who ends a proposal, and why. */
export interface Ending {
  actor: Actor;
  comment: string;
}

/** A proposal that became a revision. */
export interface Approved extends Written {
  proposal: Proposal;
}

/** A proposal that ended without a revision. */
export interface Ended {
  /** No revision was written. */
  revision?: undefined;
  proposal: Proposal;
  /** The end of the audit chain with it, `number:hash`. */
  auditHead: string | undefined;
}

/** The answer of `GET /v1/proposals/{id}`. */
export async function showProposal(parts: DeskParts, id: number): Promise<Uint8Array> {
  const proposal = await find(parts, id);
  const { number: latest } = await parts.policies.latest();
  return printProposal(parts, proposal, await readPolicy(parts, proposal), latest);
}

/** The answer of `GET /v1/proposals/{id}/policy`. */
export async function showProposedPolicy(parts: DeskParts, id: number): Promise<Uint8Array> {
  const proposal = await find(parts, id);
  const policy = await readPolicy(parts, proposal);
  if (policy === undefined) {
    const became = proposal.revision === null ? '' : `; it became revision ${proposal.revision}`;
    throw new Problem('not-found', `the policy of proposal ${id} is not kept any more${became}`);
  }
  return printJson({ id, base: proposal.base, policy });
}

/**
 * Publishes a proposal, together with its end, as somebody else than its author says. It is checked as if it had just been written.
 *
 * @param expected the revision on which the approver saw it
 * @throws Problem `not-found`, `proposal-ended`, `approval-by-author`, `approval-unverified`, `policy-invalid`, `revision-conflict`
 * @throws StoreUnavailable
 */
export async function approve(
  parts: DeskParts,
  id: number,
  { expected, actor, comment }: Ending & { expected: number }
): Promise<Approved> {
  const { proposals, policies, surroundings, verifiesPeople, now } = parts;
  const proposal = await findOpen(parts, id);
  checkApprover(proposal.author, actor, verifiesPeople);
  const latest = await policies.latest();
  if (proposal.base !== latest.number || expected !== latest.number) {
    throw await revisionConflict(parts, Math.min(proposal.base, expected), latest);
  }
  const proposed = await readPolicy(parts, proposal);
  if (proposed === undefined) {
    // What ended a moment ago has no policy any more.
    await findOpen(parts, id);
    throw new StoreUnavailable(`the policy of proposal ${id} is gone from the store; restore the store from a backup`);
  }
  const { policy, problems, warnings } = checkPolicy(proposed, surroundings, now());
  if (policy === undefined) {
    throw policyInvalid(problems);
  }
  const end = { at: now(), by: actor, comment };
  let approved: Proposal | undefined;
  const audit = auditing((revision: number) => ({
    at: end.at,
    event: 'proposal-approved',
    actor,
    target: `proposal:${id}`,
    details: { proposal: id, revision, base: proposal.base, author: proposal.author, comment },
  }));
  try {
    const { author, restoredFrom } = proposal;
    const facts = { expected, policy, warnings, comment: proposal.comment, author, approvedBy: actor, restoredFrom };
    const written = await writeRevision(parts, facts, async (transaction, { number }) => {
      approved = await proposals.approve(transaction, id, end, number);
      await audit.within(transaction, number);
    });
    return { ...written, proposal: approved ?? proposal, auditHead: audit.head() };
  } catch (error) {
    throw await asEnded(parts, id, error);
  }
}

/**
 * Ends a proposal without a revision.
 *
 * @throws Problem `not-found`, `proposal-ended`; `proposal-of-another` for one that somebody else would withdraw
 * @throws StoreUnavailable
 */
export async function end(
  parts: DeskParts,
  id: number,
  state: 'rejected' | 'withdrawn',
  { actor, comment }: Ending
): Promise<Ended> {
  const { proposals, now } = parts;
  const proposal = await findOpen(parts, id);
  if (state === 'withdrawn' && !maybeSamePerson(proposal.author, actor)) {
    throw new Problem(
      'proposal-of-another',
      `proposal ${id} is ${proposal.author.name}'s, who alone can withdraw it; you can reject it`
    );
  }
  const at = now();
  const audit = auditing(() => ({
    at,
    event: `proposal-${state}` as const,
    actor,
    target: `proposal:${id}`,
    details: { proposal: id, base: proposal.base, author: proposal.author, comment },
  }));
  try {
    const ended = await proposals.end(id, state, { at, by: actor, comment }, audit.within);
    return { proposal: ended, auditHead: audit.head() };
  } catch (error) {
    throw await asEnded(parts, id, error);
  }
}

async function find({ proposals }: DeskParts, id: number): Promise<Proposal> {
  const proposal = await proposals.find(id);
  if (proposal === undefined) {
    throw new Problem('not-found', `there is no proposal ${id}; GET /v1/proposals lists those that there are`);
  }
  return proposal;
}

async function findOpen(parts: DeskParts, id: number): Promise<Proposal> {
  const proposal = await find(parts, id);
  if (proposal.state !== 'open') {
    throw hasEnded(proposal);
  }
  return proposal;
}

/** Whoever comes second hears that the proposal has ended, whatever they stumbled over. */
async function asEnded(parts: DeskParts, id: number, error: unknown): Promise<unknown> {
  const isLate = error instanceof ProposalRefusal || (error instanceof Problem && error.code === 'revision-conflict');
  const proposal = isLate ? await find(parts, id) : undefined;
  return proposal === undefined || proposal.state === 'open' ? error : hasEnded(proposal);
}

function hasEnded({ id, state, endedBy }: Proposal): Problem {
  return new Problem('proposal-ended', `proposal ${id} was ${state} by ${endedBy?.name ?? 'nobody'} already`);
}

/**
 * The policy of a proposal, also one that could not be published today.
 *
 * @returns undefined when it is not kept any more
 */
async function readPolicy({ proposals }: DeskParts, { id }: Proposal): Promise<Policy | undefined> {
  const document = await proposals.readPolicy(id);
  if (document === undefined) {
    return undefined;
  }
  const { policy, problems } = checkPolicy(JSON.parse(document), undefined, 0);
  if (policy === undefined) {
    const [first] = problems;
    throw new StoreUnavailable(
      `the policy of proposal ${id} is none that this version understands (${first?.message}); run the version that wrote it, or withdraw it`
    );
  }
  return policy;
}
