import { type Policy, policySchema } from '@gatehouse/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

const policyDocumentSchema = z.object({
  revision: z.number().int().min(0),
  policy: policySchema,
  comment: z.string(),
  author: z.string(),
  createdAt: z.string(),
});

/** A published revision of the policy. Revision 0 means that nothing was published yet. */
export type PolicyDocument = z.output<typeof policyDocumentSchema>;

const POLICY_KEY = ['policy'];

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

/** Publishes a policy as the next revision; fails with the code `revision-conflict` when another one came first. */
export function usePublish() {
  const client = useQueryClient();
  return useMutation<PolicyDocument, ApiError, PublishRequest>({
    mutationFn: ({ policy, comment, revision }) =>
      requestAdmin('policy', policyDocumentSchema, {
        method: 'PUT',
        headers: { 'If-Match': `"${revision}"` },
        data: { policy, comment },
      }),
    onSuccess: (document) => client.setQueryData(POLICY_KEY, document),
  });
}

/** Fetches the policy in force again, when it is known that another revision was published. */
export function useReloadPolicy() {
  const client = useQueryClient();
  return useMutation<PolicyDocument, ApiError>({
    mutationFn: () => requestAdmin('policy', policyDocumentSchema),
    onSuccess: (document) => client.setQueryData(POLICY_KEY, document),
  });
}
