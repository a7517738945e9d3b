import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { IssuerConfig } from '../../config/schema';
import { isBearerToken } from '../isBearerToken';
import { spellingsOf } from '../verify';

/** A length that servers take, in characters. */
const MAX_LENGTH = 8192;

/**
 * Whether an issuer may be shown a token. One that can be read is not its opaque one, and may be somebody else's: an unsigned
 * JSON Web Token, or an encrypted one whose header names another issuer.
 */
export function isAskedAbout(token: string, config: Pick<IssuerConfig, 'kind' | 'issuer'>): boolean {
  if (!isBearerToken(token, MAX_LENGTH) || attempt(() => decodeJwt(token)) !== undefined) {
    return false;
  }
  const named = attempt(() => decodeProtectedHeader(token).iss);
  return named === undefined || (typeof named === 'string' && spellingsOf(config).includes(named));
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
