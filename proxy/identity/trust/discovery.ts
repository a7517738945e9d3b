import { z } from 'zod';
import { fetchJson } from './fetchJson';

const endpoint = z.url({ protocol: /^https?$/ });
// One that is not understood must not keep the keys from being found.
const furtherEndpoint = endpoint.optional().catch(undefined);

const discoverySchema = z.object({
  issuer: z.string(),
  jwks_uri: endpoint.optional(),
  introspection_endpoint: furtherEndpoint,
  userinfo_endpoint: furtherEndpoint,
});

export type Discovery = z.output<typeof discoverySchema>;

/** Where an issuer's discovery document is. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/**
 * Fetches an issuer's discovery document.
 *
 * @throws Error saying which URL did not answer as it should
 * @see OpenID Connect Discovery 1.0, section 4
 */
export async function discover(issuer: string): Promise<Discovery> {
  const url = discoveryUrl(issuer);
  const discovery = discoverySchema.safeParse(await fetchJson(url));
  if (!discovery.success) {
    throw new Error(`${url} is not an OpenID Connect discovery document`);
  }
  if (discovery.data.issuer !== issuer) {
    throw new Error(`${url} names the issuer ${discovery.data.issuer}; the configuration says ${issuer}`);
  }
  return discovery.data;
}

/** True when an issuer that has TLS names a place without it: anybody on the way could read and answer. */
export function losesEncryption(issuer: string, url: string): boolean {
  return new URL(issuer).protocol === 'https:' && new URL(url).protocol !== 'https:';
}
