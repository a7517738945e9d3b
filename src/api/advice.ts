import type { Finding, Policy } from '@gatehouse/model';
import { skipToken, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { type ApiError, findingSchema } from './ApiError';
import { requestAdmin } from './client';

const validationSchema = z.object({ warnings: z.array(findingSchema) });

/** For how many milliseconds an answer is used again. */
const FRESH_FOR = 60_000;

/**
 * What the proxy finds allowed in a part of a policy, but rarely meant; it knows, besides, who came lately. Only a help: it is
 * nothing while there is no answer.
 *
 * @param part a small policy; undefined to ask nothing
 */
export function useAdvice(part: Pick<Policy, 'tenants' | 'mappings'> | undefined): Finding[] | undefined {
  const { data } = useQuery<Finding[], ApiError>({
    queryKey: ['advice', part],
    queryFn:
      part === undefined
        ? skipToken
        : async ({ signal }) => {
            const data = { policy: part };
            return (await requestAdmin('policy/validate', validationSchema, { method: 'POST', data, signal })).warnings;
          },
    staleTime: FRESH_FOR,
    refetchOnMount: true,
    retry: false,
  });
  return data;
}
