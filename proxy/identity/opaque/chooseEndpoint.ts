import { type Discovery, losesEncryption } from '../trust/discovery';

/**
 * Chooses where an issuer is asked about its opaque tokens.
 *
 * @throws Error when it names no such place, or one where tokens and our secret would go without encryption although it has some
 */
export function chooseEndpoint(discovery: Discovery, issuer: string, by: 'introspection' | 'userinfo'): string {
  const endpoint = by === 'introspection' ? 'introspection_endpoint' : 'userinfo_endpoint';
  const url = discovery[endpoint];
  if (url === undefined) {
    throw new Error(`the discovery document of ${issuer} names no ${endpoint}; set opaque.url`);
  }
  if (losesEncryption(issuer, url)) {
    throw new Error(`the ${endpoint} that ${issuer} names is without encryption: ${url}`);
  }
  return url;
}
