import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JWK } from 'oidc-provider';

export const SIGNING_ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

export interface SigningKey {
  kid: string;
  alg: SigningAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const;

/** Makes a key for an algorithm; EdDSA's is an Ed25519 key. */
export function createSigningKey(kid: string, alg: SigningAlgorithm = 'RS256'): SigningKey {
  return { kid, alg, ...createKeyPair(alg) };
}

/** The key as a private JWK, for the provider. */
export function privateJwk({ kid, alg, privateKey }: SigningKey): JWK {
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid, alg, use: 'sig' };
}

/** The key as it is published. */
export function publicJwk({ kid, alg, publicKey }: SigningKey): Record<string, unknown> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

/** The signature of a JWS (RFC 7518, RFC 8037), base64url. */
export function signatureBy({ alg, privateKey }: SigningKey, signed: string): string {
  return sign(alg === 'EdDSA' ? null : `sha${alg.slice(2)}`, Buffer.from(signed), {
    key: privateKey,
    ...(alg.startsWith('ES') && { dsaEncoding: 'ieee-p1363' as const }),
    ...(alg.startsWith('PS') && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  }).toString('base64url');
}

function createKeyPair(alg: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'EdDSA') {
    return generateKeyPairSync('ed25519');
  }
  return alg === 'ES256' || alg === 'ES384' || alg === 'ES512'
    ? generateKeyPairSync('ec', { namedCurve: CURVES[alg] })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
}
