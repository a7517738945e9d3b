import { type Discovery, losesEncryption } from './discovery';

/**
 * Where an issuer's keys are, as its discovery document says.
 *
 * @throws Error when it names no keys, or some that anybody on the way could exchange although the issuer itself has TLS
 */
export function keysUrl({ issuer, jwks_uri: url }: Discovery): string {
  if (url === undefined) {
    throw new Error(`the discovery document of ${issuer} names no keys`);
  }
  if (losesEncryption(issuer, url)) {
    throw new Error(
      `${issuer} names keys at ${url}, where anybody on the way could put others; set jwksUrl if that is meant`
    );
  }
  return url;
}
