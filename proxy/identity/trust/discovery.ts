import { z } from 'zod';
import { fetchJson } from './fetchJson';

const endpoint = z.url({ protocol: /^https?$/ });

const discoverySchema = z.object({
  issuer: z.string(),
  jwks_uri: endpoint.optional(),
  introspection_endpoint: endpoint.optional(),
  userinfo_endpoint: endpoint.optional(),
});

export type Discovery = z.output<typeof discoverySchema>;

/**
 * Fetches an issuer's discovery document.
 *
 * @throws Error saying which URL did not answer as it should
 * @see OpenID Connect Discovery 1.0, section 4
 */
export async function discover(issuer: string): Promise<Discovery> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const discovery = discoverySchema.safeParse(await fetchJson(url));
  if (!discovery.success) {
    throw new Error(`${url} is not an OpenID Connect discovery document`);
  }
  if (discovery.data.issuer !== issuer) {
    throw new Error(`${url} names the issuer ${discovery.data.issuer}; the configuration says ${issuer}`);
  }
  return discovery.data;
}
