import { type Policy, policySchema } from '@gatehouse/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';
import { POLICY_KEY } from './policyKey';
import { type Proposal, proposalSchema } from './proposals';

const policySourceSchema = z.object({
  kind: z.string(),
  /** Path of the policy's file on the proxy. */
  file: z.string().optional(),
  /** What is wrong with the file now, so that the policy that it held before is in force. */
  problem: z.string().optional(),
});

/** Where the policy in force comes from. Only what is in the store can be changed here. */
export type PolicySource = z.output<typeof policySourceSchema>;

export function isReadOnly({ kind }: PolicySource): boolean {
  return kind !== 'store';
}

const policyDocumentSchema = z.object({
  revision: z.number().int().min(0),
  policy: policySchema,
  comment: z.string(),
  author: z.string(),
  createdAt: z.string(),
  // Proxies without policy files do not say, nor does the answer to a publish.
  source: policySourceSchema.default({ kind: 'store' }),
});

/** A published revision of the policy. Revision 0 means that nothing was published yet. */
export type PolicyDocument = z.output<typeof policyDocumentSchema>;

/** The policy in force. It changes only by publishing, so nothing asks for it again in the background. */
export function usePolicy(enabled: boolean) {
  return useQuery<PolicyDocument, ApiError>({
    queryKey: POLICY_KEY,
    queryFn: () => requestAdmin('policy', policyDocumentSchema),
    enabled,
  });
}

export interface PublishRequest {
  policy: Policy;
  comment: string;
  /** The revision on which the changes were made. */
  revision: number;
}

/** What came of a publish: it is in force, or it waits for a second person. */
export type PublishOutcome = { document: PolicyDocument; proposal?: undefined } | { proposal: Proposal };

/** Proposals are answered with 202 Accepted. */
const ACCEPTED = 202;

function outcomeSchema(status: number): z.ZodType<PublishOutcome> {
  return status === ACCEPTED
    ? proposalSchema.transform((proposal) => ({ proposal }))
    : policyDocumentSchema.transform((document) => ({ document }));
}

/**
 * Publishes a policy as the next revision, or proposes it where changes need an approval; fails with the code `revision-conflict`
 * when another one came first.
 */
export function usePublish() {
  const client = useQueryClient();
  return useMutation<PublishOutcome, ApiError, PublishRequest>({
    mutationFn: ({ policy, comment, revision }) =>
      requestAdmin('policy', outcomeSchema, {
        method: 'PUT',
        headers: { 'If-Match': `"${revision}"` },
        data: { policy, comment },
      }),
    onSuccess: (outcome) =>
      outcome.proposal === undefined ? client.setQueryData(POLICY_KEY, outcome.document) : undefined,
  });
}

/**
 * Shows that the policy is a file's, as the proxy says when it refuses a change (`policy-read-only`), and asks it which file that
 * is.
 */
export function useShowReadOnly() {
  const client = useQueryClient();
  return () => {
    client.setQueryData<PolicyDocument>(POLICY_KEY, (document) =>
      document === undefined ? undefined : { ...document, source: { kind: 'file' } }
    );
    void client.invalidateQueries({ queryKey: POLICY_KEY });
  };
}

/** Fetches the policy in force again, when it is known that another revision was published. */
export function useReloadPolicy() {
  const client = useQueryClient();
  return useMutation<PolicyDocument, ApiError>({
    mutationFn: () => requestAdmin('policy', policyDocumentSchema),
    onSuccess: (document) => client.setQueryData(POLICY_KEY, document),
  });
}
