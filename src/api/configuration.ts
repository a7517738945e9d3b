import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

const configurationSchema = z.object({
  backends: z.array(
    z.object({ name: z.string(), kind: z.enum(['victoriametrics-cluster', 'victoriametrics', 'mimir']) })
  ),
  // Older proxies do not say; what is not allowed they refuse.
  role: z.enum(['viewer', 'editor', 'admin']).default('admin'),
  issuers: z.array(z.object({ name: z.string(), issuer: z.string() })),
});

/** The names that the proxy's configuration file defines: what tenants and mappings can refer to. */
export type Configuration = z.output<typeof configurationSchema>;

export function useConfiguration(enabled: boolean) {
  return useQuery<Configuration, ApiError>({
    queryKey: ['configuration'],
    queryFn: () => requestAdmin('configuration', configurationSchema),
    enabled,
  });
}
