import type { PrincipalKind } from '@gatehouse/model';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

const principalsSchema = z.object({
  principals: z.array(z.object({ principal: z.string(), subjects: z.number() })),
});

/** A principal that names some of those who came lately, and how many. */
export type PrincipalCount = z.output<typeof principalsSchema>['principals'][number];

/** How many are offered, and for how many milliseconds an answer is used again. */
const LIMIT = 20;
const FRESH_FOR = 30_000;

/** In characters. */
const LONGEST_SEARCH = 512;

/**
 * The principals of those who came lately, the most frequent first. Only a help: there are none while the proxy does not answer,
 * or remembers nobody.
 *
 * @param search a part of the name; with a colon, of the whole principal
 * @param kind undefined for all kinds
 */
export function usePrincipals(
  search: string,
  kind: Exclude<PrincipalKind, 'authenticated'> | undefined,
  enabled: boolean
): PrincipalCount[] {
  const parameters = new URLSearchParams({ limit: String(LIMIT), search, ...(kind === undefined ? {} : { kind }) });
  const path = `subjects/principals?${parameters}`;
  const { data } = useQuery<z.output<typeof principalsSchema>, ApiError>({
    queryKey: ['principals', path],
    queryFn: () => requestAdmin(path, principalsSchema),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: FRESH_FOR,
    refetchOnMount: true,
    retry: false,
  });
  return enabled ? (data?.principals ?? []) : [];
}

const anySchema = z.object({ subjects: z.array(z.unknown()) });

/** Says whether anybody came lately whom an issuer vouches for. */
export function useAnySubject(enabled: boolean, refetchInterval: number) {
  return useQuery<boolean, ApiError>({
    queryKey: ['subjects', 'any'],
    queryFn: async () => (await requestAdmin('subjects?limit=1', anySchema)).subjects.length > 0,
    enabled,
    refetchInterval,
    retry: false,
  });
}

/**
 * How many of those who came lately a principal names.
 *
 * @returns undefined while that is not known, also when it may be none
 */
export function useSubjectCount(principal: string): number | undefined {
  const path = `subjects/principals?${new URLSearchParams({ limit: String(LIMIT), search: principal })}`;
  const { data } = useQuery<z.output<typeof principalsSchema>, ApiError>({
    queryKey: ['principals', path],
    queryFn: ({ signal }) => requestAdmin(path, principalsSchema, { signal }),
    // It names everybody, which is no news; and longer ones cannot be sought.
    enabled: principal !== 'authenticated' && principal.length <= LONGEST_SEARCH,
    staleTime: FRESH_FOR,
    refetchOnMount: true,
    retry: false,
  });
  return data?.principals.find((one) => one.principal === principal)?.subjects;
}
