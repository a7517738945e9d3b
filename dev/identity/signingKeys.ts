import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JWK } from 'oidc-provider';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Makes an RS256 key. */
export function createSigningKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** The key as a private JWK, for the provider. */
export function privateJwk({ kid, privateKey }: SigningKey): JWK {
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid, alg: 'RS256', use: 'sig' };
}
