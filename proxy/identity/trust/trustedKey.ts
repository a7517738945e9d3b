import type { KeyObject } from 'node:crypto';
import { isOfLowOrder } from './lowOrder';

/** A public key by which an issuer's tokens are believed. */
export interface TrustedKey {
  /** How tokens name it; undefined for a key without a name, which is tried for every token whose algorithm fits. */
  kid: string | undefined;
  /** The algorithms (`alg`) of tokens that it verifies. */
  algorithms: readonly string[];
  key: KeyObject;
}

/** What beside its numbers is said of a key. */
export interface KeyLabels {
  kid?: string;
  /** The only algorithm that it was made for. */
  alg?: string;
}

const OF_RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const OF_CURVES: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
};
/** Two names of one algorithm (RFC 8037, RFC 9864). */
const OF_ED25519 = ['EdDSA', 'Ed25519'];

/** Bits of an RSA modulus: shorter ones can be factored (RFC 7518, section 3.3), longer ones are refused by OpenSSL. */
const LEAST_RSA_BITS = 2048;
const MOST_RSA_BITS = 16_384;

/**
 * Binds a public key to the algorithms that it may verify, so that a token cannot choose another one.
 *
 * @throws Error saying why the key is not trusted
 */
export function trustKey(key: KeyObject, { kid, alg }: KeyLabels = {}): TrustedKey {
  const possible = algorithmsOf(key);
  if (alg !== undefined && !possible.includes(alg)) {
    throw new Error(`its algorithm ${alg.slice(0, 20)} is not accepted, or not that of such a key`);
  }
  return { kid, algorithms: alg === undefined || possible === OF_ED25519 ? possible : [alg], key };
}

function algorithmsOf(key: KeyObject): readonly string[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  if (key.type !== 'public') {
    throw new Error('it is not public');
  }
  if (type === 'rsa') {
    refuseWeakRsa(details.modulusLength ?? 0, details.publicExponent ?? 0n);
    return OF_RSA;
  }
  if (type === 'ed25519') {
    if (isOfLowOrder(key)) {
      throw new Error('anybody can sign for this point of the curve');
    }
    return OF_ED25519;
  }
  const algorithms = type === 'ec' ? OF_CURVES[details.namedCurve ?? ''] : undefined;
  if (algorithms === undefined) {
    throw new Error(`keys of the type ${details.namedCurve ?? type ?? 'unknown'} are not accepted`);
  }
  return algorithms;
}

function refuseWeakRsa(bits: number, exponent: bigint): void {
  if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
    throw new Error(`an RSA key of ${bits} bits; ${LEAST_RSA_BITS} to ${MOST_RSA_BITS} are accepted`);
  }
  // With 1 every signature is its own message.
  if (exponent < 3n || exponent % 2n === 0n) {
    throw new Error('an RSA key whose exponent is not an odd number from 3 on');
  }
}
