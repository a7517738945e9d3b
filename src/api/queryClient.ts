import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './ApiError';

const ATTEMPTS = 2;

/** A client that tries again only where another try can help: when Grafana could not reach the proxy. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnMount: 'always',
        retry: (failures, error) => failures < ATTEMPTS - 1 && error instanceof ApiError && error.status === 502,
        retryDelay: 300,
      },
      mutations: { retry: false },
    },
  });
}
