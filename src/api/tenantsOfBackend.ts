import { foundTenantsSchema, foundTextsSchema } from '@gatehouse/model/api';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

/** The tenants that a backend has series of. */
export type FoundTenants = z.output<typeof foundTenantsSchema>;
/** Names of labels, or values of one. */
export type FoundTexts = z.output<typeof foundTextsSchema>;

/** The accounts and projects that a VictoriaMetrics cluster has series of. */
export function useTenantsOfBackend(backend: string) {
  return useQuery<FoundTenants, ApiError>({
    queryKey: ['tenants-of-backend', backend],
    queryFn: () => requestAdmin(`backends/${encodeURIComponent(backend)}/tenants`, foundTenantsSchema),
  });
}

/** The labels of everything that a single node holds. The proxy tells them to the role admin only. */
export function useLabelsOfNode(backend: string) {
  return useQuery<FoundTexts, ApiError>({
    queryKey: ['labels-of-node', backend],
    queryFn: () => requestAdmin(`backends/${encodeURIComponent(backend)}/labels`, foundTextsSchema),
  });
}

/**
 * The values of a label on a single node, each of which may be a tenant.
 *
 * @param label empty while none is chosen
 */
export function useValuesOfNode(backend: string, label: string) {
  const parameters = new URLSearchParams({ label });
  return useQuery<FoundTexts, ApiError>({
    queryKey: ['values-of-node', backend, label],
    queryFn: () => requestAdmin(`backends/${encodeURIComponent(backend)}/values?${parameters}`, foundTextsSchema),
    enabled: label !== '',
  });
}
