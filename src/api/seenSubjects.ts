import { seenSubjectSchema, seenSubjectsSchema } from '@gatehouse/model/api';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

/** Somebody who came lately, as they came last. */
export type SeenSubject = z.output<typeof seenSubjectSchema>;

/** As many are offered to choose from. */
const LIMIT = 50;

/**
 * Those who came lately, the latest first.
 *
 * @param search a part of the id, the address, the name or a group; empty for all
 * @throws ApiError
 */
export async function searchSeenSubjects(search: string): Promise<SeenSubject[]> {
  const parameters = new URLSearchParams({
    limit: String(LIMIT),
    ...(search.trim() !== '' && { search: search.trim().slice(0, 200) }),
  });
  return (await requestAdmin(`subjects?${parameters}`, seenSubjectsSchema)).subjects;
}

/** Somebody who came lately, by their key; fails with `not-found` when they are forgotten. */
export function useSeenSubject(key: string) {
  return useQuery<SeenSubject, ApiError>({
    queryKey: ['subject', key],
    queryFn: () => requestAdmin(`subjects/${encodeURIComponent(key)}`, seenSubjectSchema),
    enabled: key !== '',
  });
}
