import { z } from 'zod';

/** Who made a change. */
export const actorSchema = z
  .strictObject({
    name: z.string(),
    by: z.enum(['grafana-id', 'grafana-context', 'admin-token', 'file']).meta({
      description:
        'How the name is known. `grafana-id`: Grafana signed it, and its issuer is configured; `grafana-context`: Grafana said so, and the admin token vouches for Grafana; `admin-token`: nobody was named, the name is the token’s; `file`: the policy file.',
    }),
    token: z.string().nullable().meta({ description: 'The name of the admin token that came with the change.' }),
    id: z.string().optional().meta({
      description: 'Of somebody whom Grafana signed for: what stays when they change their login.',
    }),
  })
  .meta({ id: 'Actor', description: 'Who made a change.' });

export type Actor = Readonly<z.output<typeof actorSchema>>;
