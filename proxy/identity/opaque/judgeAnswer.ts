import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { IssuerConfig } from '../../config/schema';
import { type NotIdentified, notIdentified } from '../identified';
import { judgeClaims, spellingsOf, type VerifiedToken } from '../verify';

const seconds = z.number().optional();
const text = z.string().optional();

/** What answers may say; the rest is read by the paths in the configuration. A claim in another form is not understood. */
const claimsSchema = z.looseObject({
  iss: text,
  sub: text,
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  azp: text,
  client_id: text,
  exp: seconds,
  nbf: seconds,
  iat: seconds,
  token_type: text,
  token_use: text,
  typ: text,
  cnf: z.unknown().optional(),
});

type Claims = z.output<typeof claimsSchema>;

/** How servers call an access token that counts for whoever bears it. Others are refresh tokens, ID tokens, or bound to a key. */
const BEARER_TYPES = new Set(['bearer', 'access_token', 'access', 'at+jwt', 'application/at+jwt']);

/**
 * Judges what an issuer says about a token that it calls good: whether it is for us, for now, and an access token.
 *
 * @param askedAt milliseconds since the epoch
 * @returns the verified token, which counts until it expires or the answer is too old
 */
export function judgeAnswer(
  answer: Readonly<Record<string, unknown>>,
  config: IssuerConfig,
  { by, cache }: NonNullable<IssuerConfig['opaque']>,
  askedAt: number
): VerifiedToken | NotIdentified {
  const { name } = config;
  const parsed = claimsSchema.safeParse(answer);
  if (!parsed.success) {
    const [claim = ''] = parsed.error.issues.map(({ path }) => path.join('.'));
    return notIdentified('token-claim', `what ${name} says about the token has a "${claim}" that is not understood`);
  }
  const claims = parsed.data;
  if (claims.iss !== undefined && !spellingsOf(config).includes(claims.iss)) {
    return notIdentified('token-issuer-unknown', `what ${name} says about the token names another issuer`);
  }
  const types = [claims.token_type, claims.token_use, claims.typ].filter((type) => type !== undefined);
  if (claims.cnf !== undefined || types.some((type) => !BEARER_TYPES.has(type.toLowerCase()))) {
    return notIdentified('token-type', `the token of ${name} is no access token, or is bound to a key`);
  }
  // What the answer leaves out is filled in for the common rules only: `exp` is optional, and userinfo knows no audience.
  const until = askedAt + cache;
  const judged = judgeClaims(
    { ...claims, exp: claims.exp ?? until / 1000, ...audienceOf(claims, config, by, types.length > 0) },
    0,
    config,
    askedAt
  );
  return judged.ok
    ? { ...judged, claims: { ...claims, sub: judged.claims.sub }, validUntil: Math.min(until, judged.validUntil) }
    : judged;
}

/**
 * For whom a token is, as the rule for JSON Web Tokens reads it.
 *
 * @param typed whether the answer says that it is an access token. Some servers answer for refresh tokens as well, with the
 *   client's id and without a type: then only an audience counts.
 */
function audienceOf(
  { aud, azp, client_id: client }: Claims,
  { audience, authorizedParties }: IssuerConfig,
  by: 'introspection' | 'userinfo',
  typed: boolean
): Pick<JWTPayload, 'aud' | 'azp'> {
  if (by === 'userinfo' && [aud, azp, client].every((one) => one === undefined)) {
    return { aud: [...audience], azp: authorizedParties[0] };
  }
  const party = azp !== undefined && client !== undefined && azp !== client ? undefined : (azp ?? client);
  return { aud, azp: typed || by === 'userinfo' ? party : undefined };
}
