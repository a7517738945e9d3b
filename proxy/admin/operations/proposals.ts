import {
  endProposalSchema,
  policyDocumentSchema,
  proposalIdSchema,
  proposalPolicySchema,
  proposalSchema,
  type ProposalsDocument,
  proposalsQuerySchema,
  proposalsSchema,
  proposalSummarySchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import type { Ended, Ending } from '../../policy/desk/proposals';
import { toProposalSummary } from '../../policy/desk/printProposal';
import { authorship } from '../authorship';
import { revisionTag } from '../ifMatch';
import { type Operation, operation, type Reply } from '../operation';
import type { AdminParts } from '../parts';
import { whileStoreIsThere } from '../whileStoreIsThere';

const idParameter = z.strictObject({ id: proposalIdSchema });

const UNREAD = 'proposals cannot be read';

/** `/v1/proposals`: changes that wait for a second person. */
export function proposalOperations({
  desk,
  proposals,
  policies,
  revisions,
  logger,
}: Pick<AdminParts, 'desk' | 'proposals' | 'policies' | 'revisions' | 'logger'>): Operation[] {
  async function answerEnded(work: Promise<Ended>, { actor }: Ending): Promise<Reply> {
    const { proposal, auditHead } = await whileStoreIsThere(work, 'the proposal did not end');
    const { id, state, base, endedComment: comment } = proposal;
    const facts = { proposal: id, base, comment, ...authorship(actor), auditHead };
    if (state === 'rejected') {
      logger.info({ event: 'proposal-rejected', ...facts }, 'a proposal was rejected');
    } else {
      logger.info({ event: 'proposal-withdrawn', ...facts }, 'a proposal was withdrawn');
    }
    return { status: 200, body: toProposalSummary(proposal, base) };
  }

  return [
    operation({
      id: 'listProposals',
      method: 'get',
      path: '/proposals',
      role: 'viewer',
      tag: 'Proposals',
      summary: 'Changes that wait, or waited, for a second person',
      query: proposalsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of them, the newest first', schema: proposalsSchema } },
      async handle({ query: { state, limit, before } }) {
        const [found, { number: latest }] = await whileStoreIsThere(
          Promise.all([proposals.list(state, before, limit), policies.latest()]),
          UNREAD
        );
        const body: ProposalsDocument = {
          proposals: found.map((one) => toProposalSummary(one, latest)),
          next: found.length < limit ? null : String(found.at(-1)?.id),
        };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'getProposal',
      method: 'get',
      path: '/proposals/{id}',
      role: 'viewer',
      tag: 'Proposals',
      summary: 'A proposal with what it changes',
      parameters: idParameter,
      problems: ['not-found', 'policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'The proposal', schema: proposalSchema } },
      async handle({ parameters: { id } }) {
        return { status: 200, body: await whileStoreIsThere(desk.showProposal(id), UNREAD) };
      },
    }),
    operation({
      id: 'getProposedPolicy',
      method: 'get',
      path: '/proposals/{id}/policy',
      role: 'viewer',
      tag: 'Proposals',
      summary: 'The policy that is proposed, whole',
      description: 'Kept while the proposal waits, and of some that were rejected or withdrawn lately.',
      parameters: idParameter,
      problems: ['not-found', 'policy-desk-busy', 'store-unavailable'],
      answers: { 200: { description: 'The policy', schema: proposalPolicySchema } },
      async handle({ parameters: { id } }) {
        return { status: 200, body: await whileStoreIsThere(desk.showProposedPolicy(id), UNREAD) };
      },
    }),
    operation({
      id: 'approveProposal',
      method: 'post',
      path: '/proposals/{id}/approve',
      role: 'editor',
      tag: 'Proposals',
      summary: 'Publishes a proposal of somebody else',
      description:
        '`If-Match` names the revision on which it was looked at: its base, which must still be the latest. Whoever approves has to be another person than the author, and that has to be certain: with one admin token for both, Grafana has to have named both; where an issuer of kind `grafana` is configured, by a verified `X-Grafana-Id`.',
      parameters: idParameter,
      ifMatch: true,
      body: { schema: endProposalSchema },
      problems: [
        'not-found',
        'policy-desk-busy',
        'approval-by-author',
        'approval-unverified',
        'proposal-ended',
        'policy-invalid',
        'policy-read-only',
        'revision-conflict',
        'store-unavailable',
      ],
      answers: {
        200: {
          description: 'The new revision; it is in force',
          schema: policyDocumentSchema,
          headers: { ETag: 'The number of the revision, for `If-Match`.' },
        },
      },
      async handle({ parameters: { id }, body: { comment }, expectedRevision: expected, actor }) {
        const { summary, document, auditHead } = await whileStoreIsThere(
          revisions.change(() => desk.approve(id, { expected, actor, comment })),
          'nothing was approved'
        );
        const { number: revision, author, restoredFrom } = summary;
        const facts = { proposal: id, revision, restoredFrom, comment, proposedBy: author.name };
        logger.info(
          { event: 'proposal-approved', ...facts, ...authorship(actor), auditHead },
          'a proposal was published'
        );
        return { status: 200, body: document, headers: { ETag: revisionTag(revision) } };
      },
    }),
    operation({
      id: 'rejectProposal',
      method: 'post',
      path: '/proposals/{id}/reject',
      role: 'editor',
      tag: 'Proposals',
      summary: 'Ends a proposal without a revision',
      parameters: idParameter,
      body: { schema: endProposalSchema },
      problems: ['not-found', 'policy-desk-busy', 'proposal-ended', 'policy-read-only', 'store-unavailable'],
      answers: { 200: { description: 'The proposal, which has ended', schema: proposalSummarySchema } },
      handle({ parameters: { id }, body: { comment }, actor }) {
        const ending = { actor, comment };
        return answerEnded(
          revisions.change(() => desk.reject(id, ending)),
          ending
        );
      },
    }),
    operation({
      id: 'withdrawProposal',
      method: 'post',
      path: '/proposals/{id}/withdraw',
      role: 'editor',
      tag: 'Proposals',
      summary: 'Takes a proposal of one’s own back',
      parameters: idParameter,
      body: { schema: endProposalSchema },
      problems: [
        'not-found',
        'policy-desk-busy',
        'proposal-ended',
        'proposal-of-another',
        'policy-read-only',
        'store-unavailable',
      ],
      answers: { 200: { description: 'The proposal, which has ended', schema: proposalSummarySchema } },
      handle({ parameters: { id }, body: { comment }, actor }) {
        const ending = { actor, comment };
        return answerEnded(
          revisions.change(() => desk.withdraw(id, ending)),
          ending
        );
      },
    }),
  ];
}
