import { type Claims, readSingle } from './readPath';
import { readText } from './readText';

/** Longest address, in characters (RFC 5321: 64 before the "@" and 255 behind it). */
const MAX_ADDRESS_LENGTH = 320;

export interface Email {
  email?: string;
  emailVerified: boolean;
}

/**
 * Reads the address and whether it is verified, both from one and the same token: the first in which it is verified, else the
 * first that has one. Where one token of the request says outright that its address is not verified, none is.
 *
 * @param tokens the claims of each verified token of the request, the preferred one first
 * @param assumed what counts where the issuer says nothing about it
 */
export function readEmail(
  tokens: readonly Claims[],
  paths: { email: string; emailVerified: string },
  assumed: boolean
): Email {
  const found = tokens.flatMap((claims) => {
    const email = readText(readSingle(claims, paths.email), MAX_ADDRESS_LENGTH);
    return email === undefined ? [] : [{ email, said: readSingle(claims, paths.emailVerified) }];
  });
  const denied = found.some(({ said }) => said !== undefined && !isYes(said));
  const verified = denied ? undefined : found.find(({ said }) => isYes(said) || assumed);
  return verified === undefined
    ? { email: found[0]?.email, emailVerified: false }
    : { email: verified.email, emailVerified: true };
}

/** Some issuers write it as a text. Whatever is not a plain yes is a no. */
function isYes(value: unknown): boolean {
  return value === true || value === 'true';
}
