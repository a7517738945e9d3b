import { type StatsDocument, statsSchema } from '@gatehouse/model/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

/** A time that ends now, in milliseconds, and how much of it each point of a chart stands for. */
export interface StatsWindow {
  length: number;
  step: number;
}

/**
 * How many requests there were, by tenant and reason.
 *
 * @param refetchInterval milliseconds between one look and the next; undefined to look once
 */
export function useStats({ length, step }: StatsWindow, refetchInterval?: number) {
  return useQuery<StatsDocument, ApiError>({
    queryKey: ['stats', length, step],
    queryFn: () => {
      const since = new Date(Date.now() - length).toISOString();
      return requestAdmin(`stats?${new URLSearchParams({ since, step: String(step / 1000) })}`, statsSchema);
    },
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}
