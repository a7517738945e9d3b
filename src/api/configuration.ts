import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

export const CONFIGURATION_KEY = ['configuration'];

const configurationSchema = z.object({
  backends: z.array(
    z.object({ name: z.string(), kind: z.enum(['victoriametrics-cluster', 'victoriametrics', 'mimir']) })
  ),
  // Older proxies do not say; what is not allowed they refuse.
  role: z.enum(['viewer', 'editor', 'admin']).default('admin'),
  /** Of the admin token, in the proxy's configuration. */
  tokenName: z.string().optional(),
  issuers: z.array(z.object({ name: z.string(), issuer: z.string() })),
});

/** The names that the proxy's configuration file defines: what tenants and mappings can refer to. */
export type Configuration = z.output<typeof configurationSchema>;

export function useConfiguration(enabled: boolean) {
  return useQuery<Configuration, ApiError>({
    queryKey: CONFIGURATION_KEY,
    queryFn: () => requestAdmin('configuration', configurationSchema),
    enabled,
  });
}
