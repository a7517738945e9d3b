import type { Policy } from '@gatehouse/model';
import { type PolicyImpactDocument, policyImpactSchema } from '@gatehouse/model/api';
import { useQuery } from '@tanstack/react-query';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

export interface ImpactQuestion {
  /** The policy as it would be published; the same object while it is the same policy. Undefined while it is not known. */
  policy: Policy | undefined;
  /** The revision in force, with which it is compared. */
  revision: number;
  /** Whether the requests of the last hour are decided again, too. */
  replay: boolean;
}

/** Who would gain or lose what by a policy. It may take the proxy seconds to tell. */
export function usePolicyImpact({ policy, revision, replay }: ImpactQuestion) {
  return useQuery<PolicyImpactDocument, ApiError>({
    queryKey: ['impact', revision, replay, policy === undefined ? 0 : numberOf(policy)],
    queryFn: () => requestAdmin('policy/impact', policyImpactSchema, { method: 'POST', data: { policy, replay } }),
    enabled: policy !== undefined,
    // Who comes, and what they ask for, changes all the time.
    gcTime: 60_000,
  });
}

/** Policies are large: they are told apart by number, not by what they say. */
const numbers = new WeakMap<Policy, number>();
let lastNumber = 0;

function numberOf(policy: Policy): number {
  const known = numbers.get(policy);
  if (known !== undefined) {
    return known;
  }
  lastNumber += 1;
  numbers.set(policy, lastNumber);
  return lastNumber;
}
