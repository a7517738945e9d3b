import { z } from 'zod';

/** The answer of `GET /v1/configuration`. */
export const configurationSchema = z
  .object({
    backends: z.array(
      z.object({ name: z.string(), kind: z.enum(['victoriametrics', 'victoriametrics-cluster', 'mimir']) })
    ),
    role: z
      .enum(['viewer', 'editor', 'admin'])
      .meta({ description: 'What the admin token that came allows: forms offer no more than that.' }),
    tokenName: z.string().meta({ description: 'Name of that token in the proxy’s configuration; never the token.' }),
    issuers: z.array(
      z.object({ name: z.string(), issuer: z.string().meta({ description: 'What tokens carry as `iss`.' }) })
    ),
  })
  .meta({
    id: 'Configuration',
    description: 'The names that policies may refer to. Neither secrets nor internal URLs.',
  });

export type ConfigurationDocument = z.output<typeof configurationSchema>;
