import { compactVerify } from 'jose';
import type { IssuerKeys, KnownKeys } from './issuerKeys';
import type { TrustedKey } from './trustedKey';

/** What a token's header says about its signature. */
export interface SignatureHeader {
  alg: string;
  /** Undefined when the token does not say which key it is. */
  kid: string | undefined;
}

/**
 * - `good`: one of the issuer's keys made the signature.
 * - `wrong`: the key that the token names did not make it, or none of those that it could be.
 * - `key-unknown`: the issuer has no such key.
 * - `keys-outdated`: nor had it when it last answered; it does not answer now.
 * - `keys-unavailable`: no keys of the issuer are at hand.
 */
export type SignatureCheck = 'good' | 'wrong' | 'key-unknown' | 'keys-outdated' | 'keys-unavailable';

/** As many keys are tried for one token, so that a set of thousands does not make each forged one expensive. */
const MOST_TRIED = 32;
/** As often the keys may turn out to be newer ones while a token is looked at. */
const MOST_ROUNDS = 3;

/**
 * Checks a token's signature against the keys that its issuer publishes; what the token says about where its key is (`jku`,
 * `jwk`, `x5u`, `x5c`) is never looked at.
 *
 * @param worthAsking whether the issuer may be asked for newer keys, because everything else about the token is right
 */
export async function checkSignature(
  token: string,
  header: SignatureHeader,
  keys: IssuerKeys,
  worthAsking: boolean
): Promise<SignatureCheck> {
  let known = await keys.current();
  for (let round = 1; known !== undefined; round++) {
    const candidates = candidatesOf(known, header);
    if (await isSignedByOneOf(token, header.alg, candidates)) {
      return 'good';
    }
    const newer: KnownKeys | undefined = worthAsking && round < MOST_ROUNDS ? await keys.newerThan(known) : known;
    if (newer === known) {
      return explain(candidates, header, worthAsking && !keys.answering);
    }
    known = newer;
  }
  return 'keys-unavailable';
}

/** The keys that may have signed a token, the one that it names first. */
function candidatesOf({ keys }: KnownKeys, { alg, kid }: SignatureHeader): TrustedKey[] {
  const fitting = keys.filter(({ algorithms }) => algorithms.includes(alg));
  const named = kid === undefined ? [] : fitting.filter((key) => key.kid === kid);
  const possible = fitting.filter((key) => kid === undefined || key.kid === undefined);
  return [...named, ...possible].slice(0, MOST_TRIED);
}

async function isSignedByOneOf(token: string, alg: string, candidates: readonly TrustedKey[]): Promise<boolean> {
  for (const { key } of candidates) {
    try {
      await compactVerify(token, key, { algorithms: [alg] });
      return true;
    } catch {
      // Not by this key; whatever else it could be must not keep the next one from being tried.
    }
  }
  return false;
}

function explain(candidates: readonly TrustedKey[], { kid }: SignatureHeader, outdated: boolean): SignatureCheck {
  if (kid !== undefined && candidates.some((key) => key.kid === kid)) {
    return 'wrong';
  }
  if (outdated) {
    return 'keys-outdated';
  }
  return kid === undefined && candidates.length > 0 ? 'wrong' : 'key-unknown';
}
