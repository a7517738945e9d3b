import { useEffect, useRef } from 'react';
import { EMPTY_POLICY, type Policy, policyDiffSchema, publishedPolicySchema } from '@gatehouse/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type ApiError, findingSchema } from './ApiError';
import { missedChangesSchema } from './changes';
import { requestAdmin } from './client';
import { POLICY_KEY } from './policyKey';
import { type Proposal, proposalSchema } from './proposal';

export type { Proposal } from './proposal';

const proposalsSchema = z.object({ proposals: z.array(proposalSchema) });
const proposalDetailSchema = z.object({
  /** What it changes of its base; null when that is not kept any more. */
  diff: policyDiffSchema.nullable(),
  /** What was published since its base, for an outdated one. */
  missed: missedChangesSchema.nullable(),
  /** What keeps it from being approved. */
  problems: z.array(findingSchema),
  warnings: z.array(findingSchema),
});
export type ProposalDetail = z.output<typeof proposalDetailSchema>;

const PROPOSALS_KEY = ['proposals'];
/** How often the list is asked for while there may be something new, in milliseconds. */
const LOOK_INTERVAL = 15_000;
/** As many wait at most, says the proxy. */
const MOST_OPEN = 100;

/**
 * The proposals that wait, the newest first. Where one is gone, somebody has decided about it: the policy is asked for again.
 *
 * @param expected true while every change needs an approval, so that there may be a new one at any time
 */
export function useProposals(expected: boolean) {
  const client = useQueryClient();
  const query = useQuery<Proposal[], ApiError>({
    queryKey: PROPOSALS_KEY,
    queryFn: async () => (await requestAdmin(`proposals?state=open&limit=${MOST_OPEN}`, proposalsSchema)).proposals,
    refetchInterval: ({ state }) => (expected || (state.data ?? []).length > 0 ? LOOK_INTERVAL : false),
  });
  const known = useRef<readonly Proposal[]>([]);
  const { data } = query;
  useEffect(() => {
    if (data === undefined) {
      return;
    }
    const isGone = ({ id }: Proposal) => !data.some((proposal) => proposal.id === id);
    if (known.current.some(isGone)) {
      void client.invalidateQueries({ queryKey: POLICY_KEY });
    }
    known.current = data;
  }, [data, client]);
  return query;
}

/** What a proposal changes, in words, and what is to be said about it. */
export function useProposalDetail({ id, outdated }: Proposal) {
  return useQuery<ProposalDetail, ApiError>({
    // It says more once it is outdated.
    queryKey: ['proposal', id, outdated],
    queryFn: () => requestAdmin(`proposals/${encodeURIComponent(id)}`, proposalDetailSchema),
  });
}

export type ProposalDecision = 'approve' | 'reject' | 'withdraw';

export interface DecideRequest {
  proposal: Proposal;
  decision: ProposalDecision;
  comment: string;
}

// Only an approval makes a revision.
const decidedSchema = z.object({ revision: z.number().nullish() });

/** Approves, rejects or withdraws a proposal. Whatever comes of it, the list and the policy are asked for again. */
export function useDecideProposal() {
  const client = useQueryClient();
  return useMutation<z.output<typeof decidedSchema>, ApiError, DecideRequest>({
    mutationFn: ({ proposal, decision, comment }) =>
      requestAdmin(`proposals/${encodeURIComponent(proposal.id)}/${decision}`, decidedSchema, {
        method: 'POST',
        headers: decision === 'approve' ? { 'If-Match': `"${proposal.base}"` } : undefined,
        data: comment === '' ? {} : { comment },
      }),
    // Not awaited: with the list the card goes away, and with it whoever waits for the outcome.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: PROPOSALS_KEY });
      void client.invalidateQueries({ queryKey: POLICY_KEY });
    },
  });
}

// With the mappings this is loaded, so the schemas of whole answers are not.
const policyHolderSchema = z.object({ policy: publishedPolicySchema });

/** What a proposal makes of what. */
export interface ProposedPolicy {
  /** The policy that its author saw. */
  before: Policy;
  after: Policy;
}

/** Fetches what is proposed, to be worked on. */
export function useProposedPolicy() {
  return useMutation<ProposedPolicy, ApiError, Proposal>({
    mutationFn: async ({ id, base }) => {
      const [before, { policy: after }] = await Promise.all([
        base === 0 ? EMPTY_POLICY : requestAdmin(`revisions/${base}`, policyHolderSchema).then(({ policy }) => policy),
        requestAdmin(`proposals/${encodeURIComponent(id)}/policy`, policyHolderSchema),
      ]);
      return { before, after };
    },
  });
}

/** Shows a proposal that was just made. */
export function useShowProposals() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: PROPOSALS_KEY });
}
