import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { IssuerConfig } from '../../config/schema';
import { discover } from './discovery';
import { fetchJson } from './fetchJson';

// One key that cannot be understood must not spoil the others, so each is judged by itself.
const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const keySchema = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  use: z.literal('sig').optional(),
  key_ops: z
    .array(z.string())
    .refine((operations) => operations.includes('verify'))
    .optional(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  d: z.undefined().optional(),
});

/**
 * Reads an issuer's public signing keys from where its configuration says that they are.
 *
 * @returns the asymmetric keys meant for signatures; others are left out
 * @throws Error saying what did not answer as it should
 */
export async function readKeys(config: IssuerConfig): Promise<JSONWebKeySet> {
  const url = config.jwksUrl ?? (await discoverKeys(config.issuer));
  const keySet = keySetSchema.safeParse(await fetchJson(url));
  if (!keySet.success) {
    throw new Error(`${url} is not a JSON Web Key Set`);
  }
  // An issuer that publishes no key at all has withdrawn them: that is an answer, not a failure.
  const keys = keySet.data.keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
  return { keys };
}

async function discoverKeys(issuer: string): Promise<string> {
  const { jwks_uri: url } = await discover(issuer);
  if (url === undefined) {
    throw new Error(`the discovery document of ${issuer} names no keys`);
  }
  return url;
}
