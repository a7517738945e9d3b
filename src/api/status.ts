import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['unsafe', 'warning']),
  message: z.string(),
  url: z.string().optional(),
});

const backendSchema = z.object({
  name: z.string(),
  kind: z.string(),
  reachable: z.boolean(),
  detail: z.string(),
  // Proxies before the backend check say neither.
  urls: z
    .array(
      z.object({
        url: z.string(),
        up: z.boolean(),
        /** Requests that are on their way there. */
        running: z.number().optional(),
        /** What answers there, for example `vmselect`, as far as it says so. */
        kind: z.string().nullish(),
        version: z.string().nullish(),
      })
    )
    .optional(),
  findings: z.array(findingSchema).optional(),
});

const statusSchema = z.object({
  version: z.string(),
  policy: z.object({ revision: z.number(), tenants: z.number(), mappings: z.number() }),
  issuers: z.array(
    z.object({
      name: z.string(),
      issuer: z.string(),
      state: z.enum(['ready', 'cold', 'failing']),
      keys: z.number(),
      /** Keys that do not count, each with the reason in words. */
      leftOut: z.array(z.string()).optional(),
      error: z.string().optional(),
      /** Where the issuer is asked about tokens that are no JSON Web Tokens. */
      opaque: z.object({ state: z.enum(['unasked', 'ready', 'failing']), error: z.string().optional() }).optional(),
    })
  ),
  backends: z.array(backendSchema),
  store: z.object({ kind: z.string(), available: z.boolean(), error: z.string().optional() }),
  /** The data listener's address, for example `0.0.0.0:8431`. */
  listen: z.string().optional(),
});

/** How the proxy is doing. */
export type Status = z.output<typeof statusSchema>;

export type BackendStatus = Status['backends'][number];
/** What the proxy found in a backend that is not safe, or not certainly. */
export type BackendFinding = z.output<typeof findingSchema>;

/**
 * How the proxy is doing, asked when the page opens and whenever somebody wants to know.
 *
 * @param refetchInterval milliseconds between one look and the next; undefined to look once
 */
export function useStatus(enabled: boolean, refetchInterval?: number) {
  return useQuery<Status, ApiError>({
    queryKey: ['status'],
    queryFn: () => requestAdmin('status', statusSchema),
    enabled,
    refetchInterval,
  });
}
