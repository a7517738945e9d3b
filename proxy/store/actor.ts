import { z } from 'zod';

export const actorSchema = z.strictObject({
  name: z.string(),
  by: z.enum(['grafana-id', 'grafana-context', 'admin-token', 'file']),
  token: z.string().nullable(),
});

/**
 * Who made a change.
 *
 * - `by`: how the name is known. `grafana-id`: an issuer that is configured signed it; `grafana-context`: Grafana said so, and
 *   the admin token vouches for Grafana; `admin-token`: nobody was named, and `name` is the token's; `file`: the policy file
 * - `token`: the name of the admin token that came with the change; null when none did
 */
export type Actor = Readonly<z.infer<typeof actorSchema>>;
