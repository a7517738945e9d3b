import type { Policy } from '@gatehouse/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';
import { type PolicyDocument, policyDocumentSchema } from './policyDocument';
import { POLICY_KEY } from './policyKey';
import { outcomeSchema, type PublishOutcome } from './publishOutcome';

export { isReadOnly, type PolicyDocument, type PolicySource } from './policyDocument';

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
