import {
  type PolicyDocument,
  policyDocumentSchema,
  type RevisionDiffDocument,
  revisionDiffSchema,
  type RevisionsDocument,
  revisionsSchema,
} from '@gatehouse/model/api';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';
import { POLICY_KEY } from './policyKey';
import { outcomeSchema, type PublishOutcome } from './publishOutcome';

const REVISIONS_KEY = ['revisions'];
/** Revisions of one page. */
const PAGE = 50;

/** The history of the policy, the newest first, page by page. */
export function useRevisions() {
  return useInfiniteQuery<RevisionsDocument, ApiError, RevisionsDocument['revisions'], readonly string[], string>({
    queryKey: REVISIONS_KEY,
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      requestAdmin(`revisions?limit=${PAGE}${pageParam === '' ? '' : `&before=${pageParam}`}`, revisionsSchema),
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ revisions }) => revisions),
  });
}

/** A revision with its policy. It never changes, but what is to be said about it may. */
export function useRevision(number: number, enabled: boolean) {
  return useQuery<PolicyDocument, ApiError>({
    queryKey: ['revision', number],
    queryFn: () => requestAdmin(`revisions/${number}`, policyDocumentSchema),
    enabled,
  });
}

/**
 * What differs between two revisions.
 *
 * @param from may be newer than the other; 0 stands for the policy before the first publish
 */
export function useRevisionDiff(from: number, to: number, enabled = true) {
  return useQuery<RevisionDiffDocument, ApiError>({
    queryKey: ['revision-diff', from, to],
    queryFn: () => requestAdmin(`revisions/${to}/diff?from=${from}`, revisionDiffSchema),
    enabled,
  });
}

export interface RestoreRequest {
  /** The revision whose policy is brought back. */
  number: number;
  comment: string;
  /** The revision in force, as whoever restores saw it. */
  latest: number;
}

/** Publishes the policy of an older revision anew, or proposes that; fails with `revision-conflict` when another one came first. */
export function useRestore() {
  const client = useQueryClient();
  return useMutation<PublishOutcome, ApiError, RestoreRequest>({
    mutationFn: ({ number, comment, latest }) =>
      requestAdmin(`revisions/${number}/restore`, outcomeSchema, {
        method: 'POST',
        headers: { 'If-Match': `"${latest}"` },
        data: { comment },
      }),
    // Not awaited: the page says at once what came of it.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: REVISIONS_KEY });
      void client.invalidateQueries({ queryKey: POLICY_KEY });
      void client.invalidateQueries({ queryKey: ['proposals'] });
    },
  });
}
