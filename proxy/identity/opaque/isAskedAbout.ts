import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { IssuerConfig } from '../../config/schema';
import { spellingsOf } from '../verify';

/** Characters that fit into a header wherever it goes (RFC 6750, section 2.1), and a length that servers take. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const MAX_LENGTH = 8192;

/**
 * Whether an issuer may be shown a token. One that can be read is not its opaque one, and may be somebody else's: an unsigned
 * JSON Web Token, or an encrypted one whose header names another issuer.
 */
export function isAskedAbout(token: string, config: Pick<IssuerConfig, 'kind' | 'issuer'>): boolean {
  if (token.length > MAX_LENGTH || !TOKEN.test(token) || attempt(() => decodeJwt(token)) !== undefined) {
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
