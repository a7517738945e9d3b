import React, { type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ApiError } from '../api/ApiError';
import { FailureState } from './FailureState';
import { LoadingRows } from './LoadingRows';

interface Props<Data> {
  query: Pick<UseQueryResult<Data, ApiError>, 'data' | 'error' | 'isFetching' | 'refetch'>;
  /** What is awaited, for screen readers. */
  label: string;
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** What was asked for, once it is there; until then that it is awaited, or why it cannot be had and what to do. */
export function QueryState<Data>({ query, label, rows, children }: Props<Data>) {
  // A failed refresh leaves what is on the page.
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  return query.error === null ? (
    <LoadingRows label={label} rows={rows} />
  ) : (
    <FailureState error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
  );
}
