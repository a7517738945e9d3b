import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './ApiError';
import { CONFIGURATION_KEY } from './configuration';

const ATTEMPTS = 2;

/** A client that tries again only where another try can help: when Grafana could not reach the proxy. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
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
    mutationCache: new MutationCache({
      onError: (error) => {
        // Another token was saved meanwhile, or its role has changed: pages follow what it allows now.
        if (error instanceof ApiError && error.code === 'role-insufficient') {
          void client.invalidateQueries({ queryKey: CONFIGURATION_KEY });
        }
      },
    }),
  });
  return client;
}
