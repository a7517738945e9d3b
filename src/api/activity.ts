import {
  type ActivityDocument,
  activitySchema,
  type AllowedRequestsDocument,
  type RefusalDocument,
  refusalSchema,
} from '@gatehouse/model/api';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { ApiError } from './ApiError';
import { requestAdmin } from './client';
import { type ReadTime, timeParameters } from './readTime';

/** What of the activity is asked for; empty texts ask for everything. */
export interface ActivityFilter {
  kind: 'refused' | 'allowed';
  tenant: string;
  /** A part of an id or a name. */
  subject: string;
  /** Refusals only. */
  reason: string;
  endpoint: string;
}

/** Entries on one page. */
const PAGE_SIZE = 100;

/**
 * What was refused or allowed lately, the newest first.
 *
 * @param time is read anew with every look, so that `the last hour` goes along
 * @param timeKey says when it is another time
 * @param refetchInterval milliseconds between one look and the next; false to look once
 */
export function useActivity(filter: ActivityFilter, time: ReadTime, timeKey: string, refetchInterval: number | false) {
  return useInfiniteQuery<ActivityDocument, ApiError, ActivityPages, readonly unknown[], string | null>({
    queryKey: ['activity', filter, timeKey],
    queryFn: ({ pageParam }) => requestAdmin(activityPath(filter, time, pageParam), activitySchema),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    // Whoever reads older ones would have them move away.
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.pages.length > 1 ? false : refetchInterval),
  });
}

/** The pages that were asked for so far. */
export interface ActivityPages {
  pages: ActivityDocument[];
}

function activityPath({ kind, ...texts }: ActivityFilter, time: ReadTime, before: string | null): string {
  const parameters = new URLSearchParams({ kind, limit: String(PAGE_SIZE), ...timeParameters(time()) });
  for (const [name, text] of Object.entries(texts)) {
    if (text.trim() !== '') {
      parameters.set(name, text.trim());
    }
  }
  if (before !== null) {
    parameters.set('before', before);
  }
  return `activity?${parameters}`;
}

/** What is known of one request. */
export type KnownRequest =
  | { refusal: RefusalDocument }
  | { allowed: AllowedRequestsDocument }
  /** Why it is not known, as a sentence of the proxy without a full stop. */
  | { unknown: string };

/** What became of one request, by the number at the end of the text that was answered. */
export function useRequest(requestId: string) {
  return useQuery<KnownRequest, ApiError>({
    queryKey: ['request', requestId],
    queryFn: async () => {
      try {
        return { refusal: await requestAdmin(`activity/${encodeURIComponent(requestId)}`, refusalSchema) };
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'not-found')) {
          throw error;
        }
        return (await findAllowed(requestId)) ?? { unknown: error.message };
      }
    },
  });
}

/** Of requests that were allowed and are alike, only the first one can be found. */
async function findAllowed(requestId: string): Promise<KnownRequest | undefined> {
  const parameters = new URLSearchParams({ kind: 'allowed', request: requestId, limit: '1' });
  const [allowed] = (await requestAdmin(`activity?${parameters}`, activitySchema)).allowed;
  return allowed && { allowed };
}

/** Says whether anybody was let through lately. */
export function useAnyAllowed(enabled: boolean, refetchInterval: number) {
  return useQuery<boolean, ApiError>({
    queryKey: ['activity', 'any-allowed'],
    queryFn: async () => (await requestAdmin('activity?kind=allowed&limit=1', activitySchema)).allowed.length > 0,
    enabled,
    refetchInterval,
    retry: false,
  });
}

/** Refusals as JSON lines, the oldest first. Only admin tokens may. */
export function useExportRefusals() {
  return useMutation<string, ApiError, ReadTime>({
    mutationFn: (time) =>
      requestAdmin(`activity/export?${new URLSearchParams(timeParameters(time()))}`, z.string(), { as: 'text' }),
  });
}
