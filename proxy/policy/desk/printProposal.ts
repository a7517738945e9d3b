import { boundDiff, checkPolicy, diffPolicies, type Policy } from '@gatehouse/model';
import type { ProposalDocument, ProposalSummaryDocument } from '@gatehouse/model/api';
import type { Proposal } from '../../store/proposalStore';
import { boundFindings } from './boundFindings';
import type { DeskParts } from './deskParts';
import { printJson } from './printJson';
import { missedChanges } from './revisionConflict';

/** The most changes that a proposal is shown with. */
const MOST_CHANGES = 1_000;

/** @param latest the number of the latest revision */
export function toProposalSummary(proposal: Proposal, latest: number): ProposalSummaryDocument {
  const { createdAt, endedAt, ...facts } = proposal;
  return {
    ...facts,
    createdAt: new Date(createdAt).toISOString(),
    outdated: proposal.state === 'open' && proposal.base !== latest,
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
}

/**
 * A proposal with what it changes, and, when others have published since, with what that changed.
 *
 * @param policy its own; undefined when it is not kept any more
 * @param latest the number of the latest revision
 */
export async function printProposal(
  parts: DeskParts,
  proposal: Proposal,
  policy: Policy | undefined,
  latest: number
): Promise<Uint8Array> {
  const { held, surroundings, now } = parts;
  const summary = toProposalSummary(proposal, latest);
  const base = policy && (await held.find(proposal.base));
  const { problems, warnings } = policy ? checkPolicy(policy, surroundings, now()) : { problems: [], warnings: [] };
  const document: ProposalDocument = {
    ...summary,
    diff: policy && base ? boundDiff(diffPolicies(base.policy, policy), MOST_CHANGES) : null,
    missed: summary.outdated ? await missedChanges(parts, proposal.base, latest) : null,
    problems: boundFindings(problems).shown,
    warnings: boundFindings(warnings).shown,
  };
  return printJson(document);
}
