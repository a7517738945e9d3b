import { parseUniqueJson } from '@gatehouse/model';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { z } from 'zod';

/** A JSON Web Token in its parts; nothing of it is verified, and claims may be of any type. */
export interface Jwt {
  header: z.output<typeof headerSchema>;
  claims: JWTPayload;
}

const headerSchema = z.object({
  alg: z.string(),
  kid: z.string().optional(),
  typ: z.string().optional(),
  /** Parameters without which the token must not be accepted (RFC 7515, section 4.1.11). */
  crit: z.unknown().optional(),
});

/**
 * Takes a JSON Web Token apart.
 *
 * @returns undefined for what is none: parts that are no JSON objects, names that stand twice, a header of unexpected types
 * @see RFC 7515 section 4, RFC 7519 section 4 (names are unique)
 */
export function readJwt(token: string): Jwt | undefined {
  try {
    const [header = '', claims = ''] = token.split('.');
    [header, claims].forEach((part) => parseUniqueJson(Buffer.from(part, 'base64url').toString('utf8')));
    return { header: headerSchema.parse(decodeProtectedHeader(token)), claims: decodeJwt(token) };
  } catch {
    return undefined;
  }
}
