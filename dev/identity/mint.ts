import { createHmac } from 'node:crypto';
import { AUDIENCE } from './clients';
import { personOf } from './people';
import { type SigningAlgorithm, signatureBy, type SigningKey } from './signingKeys';
import type { MintRequest } from './controlProtocol';

const FIVE_MINUTES_SECONDS = 300;

/** The keys that a token can be signed with. */
export interface MintingKeys {
  /** The key that the provider signs with now. */
  provider: SigningKey;
  /** A key that the provider never published. */
  stranger(alg: SigningAlgorithm): SigningKey;
  /** The provider's key for another algorithm than RS256. */
  further(alg: SigningAlgorithm): SigningKey;
  /** The provider's earlier keys by `kid`, published or withdrawn. */
  earlier: readonly SigningKey[];
}

/**
 * Makes a token as nobody else would: alice's access token with any claim and header changed, signed by a chosen key. A value of
 * null takes a claim or header away. The payload is signed as it is, also where no library would agree.
 */
export function mint(request: MintRequest, issuer: string, keys: MintingKeys): string {
  const signature = request.signature ?? 'RS256';
  const key = keyOf(request, signature === 'none' || signature === 'hmac-with-public-key' ? 'RS256' : signature, keys);
  const now = Math.floor(Date.now() / 1000);
  const alg = signature === 'hmac-with-public-key' ? 'HS256' : signature;
  const header = without({ alg, typ: 'at+jwt', kid: key.kid, ...request.header });
  const payload = without({
    ...personOf('alice'),
    iss: issuer,
    aud: AUDIENCE,
    client_id: AUDIENCE,
    iat: now,
    exp: now + FIVE_MINUTES_SECONDS,
    ...request.claims,
  });
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${signatureOf(signed, signature, key)}`;
}

function keyOf({ key, kid }: MintRequest, alg: SigningAlgorithm, keys: MintingKeys): SigningKey {
  if (key === 'stranger') {
    return keys.stranger(alg);
  }
  if (alg !== 'RS256') {
    return keys.further(alg);
  }
  if (kid === undefined) {
    return keys.provider;
  }
  const found = [keys.provider, ...keys.earlier].find((candidate) => candidate.kid === kid);
  if (found === undefined) {
    throw new Error(`the provider never had a key ${kid}`);
  }
  return found;
}

function signatureOf(signed: string, kind: NonNullable<MintRequest['signature']>, key: SigningKey): string {
  if (kind === 'none') {
    return '';
  }
  if (kind === 'hmac-with-public-key') {
    const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', publicKey).update(signed).digest('base64url');
  }
  return signatureBy(key, signed);
}

function without(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
