import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

export const statusSchema = z.object({
  version: z.string(),
  policy: z.object({ revision: z.number(), tenants: z.number(), mappings: z.number() }),
  issuers: z.array(
    z.object({
      name: z.string(),
      issuer: z.string(),
      state: z.enum(['ready', 'cold', 'failing']),
      keys: z.number(),
      error: z.string().optional(),
    })
  ),
  backends: z.array(z.object({ name: z.string(), kind: z.string(), reachable: z.boolean(), detail: z.string() })),
  store: z.object({ kind: z.string(), available: z.boolean(), error: z.string().optional() }),
});

/** How the proxy is doing. */
export type Status = z.output<typeof statusSchema>;

/** Asks the proxy for its status each time somebody wants to know. */
export function useStatusCheck() {
  return useMutation<Status, ApiError>({ mutationFn: () => requestAdmin('status', statusSchema) });
}
