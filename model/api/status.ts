import { z } from 'zod';
import { momentSchema } from './page';
import { policySourceSchema } from './policy';

const opaqueSchema = z.object({
  by: z.enum(['introspection', 'userinfo']),
  state: z.enum(['unasked', 'ready', 'failing']).meta({
    description: '`unasked`: there was no token to ask about yet; `failing`: the last question was not answered.',
  }),
  error: z.string().optional(),
});

const issuerSchema = z
  .object({
    name: z.string(),
    issuer: z.string(),
    state: z.enum(['ready', 'cold', 'failing']).meta({
      description:
        '`cold`: no keys at hand, never fetched or too long ago; `failing`: at hand, but the last attempt failed; `ready`: fresh.',
    }),
    keys: z.number().int().meta({ description: 'How many count.' }),
    keysFrom: z.string().meta({ description: 'A URL, or files.' }),
    leftOut: z.array(z.string()).meta({ description: 'Published keys that do not count, each with the reason.' }),
    fetchedAt: momentSchema.nullable(),
    countUntil: momentSchema
      .nullable()
      .meta({ description: 'Until when its keys count if it does not answer any more.' }),
    error: z.string().optional(),
    opaque: opaqueSchema.optional().meta({ description: 'How questions about tokens that are no JSON Web Tokens go.' }),
  })
  .meta({ id: 'IssuerStatus', description: 'How an issuer is doing.' });

const backendSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['victoriametrics', 'victoriametrics-cluster', 'mimir']),
    reachable: z.boolean().meta({ description: 'Whether every one of its URLs answers.' }),
    detail: z.string(),
    urls: z.array(
      z.object({
        url: z.string(),
        up: z.boolean(),
        running: z.number().int().meta({ description: 'Requests under way there.' }),
        kind: z.string().nullable().meta({ description: 'The program; null when it does not say.' }),
        version: z.string().nullable(),
      })
    ),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['unsafe', 'warning']).meta({ description: '`unsafe`: what it would touch is refused.' }),
        message: z.string(),
        url: z.string().optional().meta({ description: 'Left out when it is about the whole backend.' }),
      })
    ),
  })
  .meta({ id: 'BackendStatus', description: 'How a backend is doing, and whether it can be trusted.' });

/** The answer of `GET /v1/status`. */
export const statusSchema = z
  .object({
    version: z.string(),
    uptimeSeconds: z.number().int(),
    policy: z
      .object({
        revision: z.number().int(),
        createdAt: momentSchema,
        author: z.string(),
        tenants: z.number().int(),
        mappings: z.number().int(),
      })
      .meta({ description: 'Revision 0 also while the store was never read; `store` tells the difference.' }),
    source: policySourceSchema,
    issuers: z.array(issuerSchema),
    backends: z.array(backendSchema),
    store: z.object({ kind: z.enum(['sqlite', 'postgres']), available: z.boolean(), error: z.string().optional() }),
    listen: z.string().meta({ description: 'The data listener’s address.' }),
  })
  .meta({ id: 'Status', description: 'How the proxy and what it depends on are doing.' });

export type StatusDocument = z.output<typeof statusSchema>;
export type BackendStatusDocument = z.output<typeof backendSchema>;
