import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { PublishedKeys } from './publishedKeys';
import { type TrustedKey, trustKey } from './trustedKey';

const keySetSchema = z.object({ keys: z.array(z.unknown()) });

const text = z.string().nullish();
const jwkSchema = z.object({
  kty: z.string(),
  kid: text,
  use: text,
  alg: text,
  key_ops: z.array(z.string()).nullish(),
});

/** The numbers that make up a public key, by its kind. */
const PUBLIC_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
};
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Takes the public keys for signatures out of a JSON Web Key Set. Each key is judged by itself: one that cannot be
 * understood, or should not be there, does not keep the others from counting.
 *
 * @param document as it was parsed
 * @throws Error when the document is no key set at all
 * @see RFC 7517
 */
export function readKeySet(document: unknown): PublishedKeys {
  const keySet = keySetSchema.safeParse(document);
  if (!keySet.success) {
    throw new Error('not a JSON Web Key Set');
  }
  const keys: TrustedKey[] = [];
  const leftOut: string[] = [];
  keySet.data.keys.forEach((member, index) => {
    const name = nameOf(member) ?? `key ${index + 1}`;
    try {
      keys.push(...readKey(member));
    } catch (error) {
      leftOut.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return { keys, leftOut };
}

/** A key to be trusted; none when it is meant for something else. */
function readKey(member: unknown): TrustedKey[] {
  const jwk = jwkSchema.safeParse(member);
  if (!jwk.success) {
    throw new Error('not a JSON Web Key');
  }
  const { kty, kid, use, alg, key_ops: operations } = jwk.data;
  if ((use ?? 'sig') !== 'sig' || operations?.includes('verify') === false) {
    return [];
  }
  if (has(member, PRIVATE_MEMBERS)) {
    throw new Error('it is private or a shared secret, and published: whoever reads it can sign');
  }
  const members = PUBLIC_MEMBERS[kty];
  if (members === undefined) {
    throw new Error(`keys of the type ${kty.slice(0, 20)} are not accepted`);
  }
  const numbers = z.object(Object.fromEntries(members.map((name) => [name, z.string()]))).safeParse(member);
  if (!numbers.success) {
    throw new Error('a part of it is missing');
  }
  return [trustKey(importKey({ kty, ...numbers.data }), { kid: kid ?? undefined, alg: alg ?? undefined })];
}

function importKey(key: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    throw new Error('its numbers are not a public key of a kind that is accepted');
  }
}

function has(member: unknown, names: readonly string[]): boolean {
  const properties = new Map(Object.entries(member ?? {}));
  return names.some((name) => (properties.get(name) ?? null) !== null);
}

function nameOf(member: unknown): string | undefined {
  const { kid } = z.object({ kid: z.string() }).safeParse(member).data ?? {};
  return kid === undefined ? undefined : `key ${JSON.stringify(kid.slice(0, 60))}`;
}
