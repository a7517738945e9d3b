import { decodeJwt, type JWTPayload } from 'jose';
import type { IssuerConfig } from '../config/schema';
import { type NotIdentified, notIdentified } from './identified';
import { type Jwt, readJwt } from './readJwt';
import { checkSignature, type SignatureCheck } from './trust/checkSignature';
import type { IssuerKeys } from './trust/issuerKeys';

/** A token whose signature, issuer, audience and times were checked. */
export interface VerifiedToken {
  ok: true;
  issuer: IssuerConfig;
  /** The place of the token's header in the issuer's `tokenHeaders`; lower is preferred. */
  preference: number;
  claims: JWTPayload & { sub: string };
  /** Milliseconds since the epoch, the leeway included. */
  validUntil: number;
}

/** Signatures by which a subject is believed. Never `none`, never a shared secret. */
const ALGORITHMS: ReadonlySet<string> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/** Clocks may be this far apart, in seconds. */
export const LEEWAY = 60;

/** The end of the year 9999, in seconds since the epoch. */
const LAST_SECOND = 253_402_300_799;

/** `typ` of ID tokens and access tokens (RFC 9068); tokens for other purposes are signed by the same keys. */
const TYPES = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

/** Whom Grafana's own tokens may name; others are of anonymous visitors and of Grafana's inner workings. */
const GRAFANA_SUBJECT = /^(?:user|service-account):[A-Za-z0-9_-]+$/;

/** The issuer that a JSON Web Token names; undefined for what is none. Nothing is verified yet. */
export function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/**
 * Verifies a JSON Web Token against the issuer that it names.
 *
 * @param preference the place of the token's header in the issuer's `tokenHeaders`
 * @param now milliseconds since the epoch
 * @see RFC 7519 section 4.1, RFC 8725 (best current practices for JSON Web Tokens)
 */
export async function verifyJwt(
  token: string,
  preference: number,
  { config, keys }: { config: IssuerConfig; keys: IssuerKeys },
  now: number
): Promise<VerifiedToken | NotIdentified> {
  const jwt = readJwt(token);
  if (jwt === undefined) {
    return notIdentified('token-malformed', 'the token cannot be read');
  }
  const { alg, kid, crit } = jwt.header;
  if (!ALGORITHMS.has(alg) || crit !== undefined) {
    return notIdentified('token-algorithm', 'the token is signed in a way that is not accepted');
  }
  // What the claims say is told only of a token with a good signature; before, it decides whether the issuer is bothered.
  const judged = judgeJwt(jwt, preference, config, now);
  const signature = await checkSignature(token, { alg, kid }, keys, judged.ok);
  if (signature !== 'good') {
    return explainSignature(signature, config);
  }
  return judged.ok ? { ...judged, validUntil: Math.min(judged.validUntil, keys.countUntil) } : judged;
}

function judgeJwt(
  { header: { typ }, claims }: Jwt,
  preference: number,
  config: IssuerConfig,
  now: number
): VerifiedToken | NotIdentified {
  if (typ !== undefined && !TYPES.has(typ.toLowerCase())) {
    return notIdentified('token-type', 'the token is neither an ID token nor an access token');
  }
  if (claims.events !== undefined || claims.cnf !== undefined) {
    return notIdentified('token-type', 'the token tells of an event, or counts only with the proof of a key');
  }
  if (!spellingsOf(config).some((iss) => iss === claims.iss)) {
    return notIdentified('token-issuer-unknown', `the token comes from another issuer than ${config.name}`);
  }
  return judgeClaims(claims, preference, config, now);
}

/**
 * Judges the claims of a token that is known to be the issuer's: for whom and for when it was issued, and whom it names.
 *
 * @param now milliseconds since the epoch
 */
export function judgeClaims(
  payload: JWTPayload,
  preference: number,
  config: IssuerConfig,
  now: number
): VerifiedToken | NotIdentified {
  const { sub, exp } = payload;
  const untimely = judgeTimes(payload, config, now);
  if (untimely !== undefined) {
    return untimely;
  }
  if (!isMeantForUs(payload, config)) {
    return notIdentified('token-audience', `the token of ${config.name} was issued for another audience`);
  }
  if (typeof sub !== 'string' || sub === '' || exp === undefined) {
    return notIdentified('token-claim', 'the token has no usable "sub"');
  }
  if (config.kind === 'grafana' && !GRAFANA_SUBJECT.test(sub)) {
    return notIdentified(
      'token-subject',
      `Grafana's token names ${sub.slice(0, 40)}, which is neither a user nor a service account`
    );
  }
  return { ok: true, issuer: config, preference, claims: { ...payload, sub }, validUntil: (exp + LEEWAY) * 1000 };
}

function judgeTimes({ exp, nbf, iat }: JWTPayload, { name }: IssuerConfig, now: number): NotIdentified | undefined {
  const untimely = (claim: string) =>
    notIdentified('token-claim', `the claim "${claim}" of the token is missing, or not a time in seconds`);
  if (!isTime(exp)) {
    return untimely('exp');
  }
  const seconds = now / 1000;
  if (exp + LEEWAY <= seconds) {
    return notIdentified('token-expired', `the token of ${name} has expired; log in to Grafana again`, 'token-expired');
  }
  for (const [claim, time] of Object.entries({ nbf, iat })) {
    if (time !== undefined && !isTime(time)) {
      return untimely(claim);
    }
    if (time !== undefined && time - LEEWAY > seconds) {
      return notIdentified('token-not-yet-valid', `the token of ${name} is not valid yet ("${claim}")`);
    }
  }
  return undefined;
}

/** Seconds since the epoch, perhaps with a fraction. Milliseconds would make a token count for thousands of years. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LAST_SECOND;
}

function isMeantForUs({ aud, azp }: JWTPayload, { audience, authorizedParties }: IssuerConfig): boolean {
  return (
    [aud].flat().some((one) => one !== undefined && audience.includes(one)) ||
    (typeof azp === 'string' && authorizedParties.includes(azp))
  );
}

/** The `iss` values that count. Grafana's root URL has a slash at its end or not, depending on the version. */
export function spellingsOf({ kind, issuer }: Pick<IssuerConfig, 'kind' | 'issuer'>): string[] {
  const plain = issuer.replace(/\/$/, '');
  return kind === 'grafana' ? [plain, `${plain}/`] : [issuer];
}

function explainSignature(signature: Exclude<SignatureCheck, 'good'>, { name }: IssuerConfig): NotIdentified {
  switch (signature) {
    case 'wrong':
      return notIdentified('token-signature', `the token's signature is not one of ${name}`);
    case 'key-unknown':
      return notIdentified('token-key-unknown', `the token is not signed by a key of ${name}`);
    case 'keys-outdated':
      return notIdentified(
        'keys-outdated',
        `the token is signed by no key of ${name} that is known, and newer ones could not be fetched; try again shortly`,
        'keys-unavailable'
      );
    case 'keys-unavailable':
      return notIdentified(
        'keys-unavailable',
        `the keys of ${name} could not be fetched yet; try again shortly`,
        'keys-unavailable'
      );
  }
}
