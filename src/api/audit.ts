import {
  type AuditRecordDocument,
  auditRecordSchema,
  type AuditRecordsDocument,
  auditRecordsSchema,
} from '@gatehouse/model/api';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';
import { type ReadTime, timeParameters } from './readTime';

/** Which changes are asked for; empty texts ask for all of them. */
export interface AuditFilter {
  event: string;
  /** A whole name, in any case. */
  actor: string;
  /** Such as `revision:12`. */
  target: string;
}

/** The pages that were asked for so far. */
export interface AuditPages {
  pages: AuditRecordsDocument[];
}

/** Records on one page. */
const PAGE_SIZE = 100;

/**
 * Who changed what, the newest first.
 *
 * @param time is read anew with every look
 * @param timeKey says when it is another time
 * @param refetchInterval milliseconds between one look and the next; false to look once
 */
export function useAudit(filter: AuditFilter, time: ReadTime, timeKey: string, refetchInterval: number | false) {
  return useInfiniteQuery<AuditRecordsDocument, ApiError, AuditPages, readonly unknown[], string | null>({
    queryKey: ['audit', filter, timeKey],
    queryFn: ({ pageParam }) => requestAdmin(auditPath(filter, time, pageParam), auditRecordsSchema),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    // Whoever reads older ones would have them move away.
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.pages.length > 1 ? false : refetchInterval),
  });
}

function auditPath(filter: AuditFilter, time: ReadTime, before: string | null): string {
  const parameters = new URLSearchParams({ limit: String(PAGE_SIZE), ...timeParameters(time()) });
  for (const [name, text] of Object.entries(filter)) {
    if (text.trim() !== '') {
      parameters.set(name, text.trim());
    }
  }
  if (before !== null) {
    parameters.set('before', before);
  }
  return `audit?${parameters}`;
}

/** One change, by its number. */
export function useAuditRecord(number: string) {
  return useQuery<AuditRecordDocument, ApiError>({
    queryKey: ['audit', 'record', number],
    queryFn: () => requestAdmin(`audit/${encodeURIComponent(number)}`, auditRecordSchema),
  });
}

/** The whole chain as JSON lines, the oldest first. Only admin tokens may. */
export function useExportAudit() {
  return useMutation<string, ApiError>({
    mutationFn: () => requestAdmin('audit/export', z.string(), { as: 'text' }),
  });
}
