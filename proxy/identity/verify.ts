import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { IssuerConfig } from '../config/schema';
import { type NotIdentified, notIdentified } from './identified';
import { type IssuerKeys, KeysUnavailable } from './trust/issuerKeys';

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
const ALGORITHMS = [
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
];

/** Clocks may be this far apart, in seconds. */
export const LEEWAY = 60;

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
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys.forToken, {
      issuer: spellingsOf(config),
      algorithms: ALGORITHMS,
      clockTolerance: LEEWAY,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now),
    });
    const { typ } = protectedHeader;
    if (typ !== undefined && !TYPES.has(typ.toLowerCase())) {
      return notIdentified('token-type', 'the token is neither an ID token nor an access token');
    }
    return judgeClaims(payload, preference, config, now);
  } catch (error) {
    return explainFailure(error, config);
  }
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
  const { sub, exp, iat } = payload;
  if (!isMeantForUs(payload, config)) {
    return notIdentified('token-audience', `the token of ${config.name} was issued for another audience`);
  }
  if (typeof sub !== 'string' || sub === '' || exp === undefined) {
    return notIdentified('token-claim', 'the token has no usable "sub"');
  }
  if (iat !== undefined && iat > now / 1000 + LEEWAY) {
    return notIdentified('token-not-yet-valid', 'the token was issued in the future');
  }
  if (config.kind === 'grafana' && !GRAFANA_SUBJECT.test(sub)) {
    return notIdentified(
      'token-subject',
      `Grafana's token names ${sub.slice(0, 40)}, which is neither a user nor a service account`
    );
  }
  return { ok: true, issuer: config, preference, claims: { ...payload, sub }, validUntil: (exp + LEEWAY) * 1000 };
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

function explainFailure(error: unknown, { name }: IssuerConfig): NotIdentified {
  if (error instanceof KeysUnavailable) {
    return notIdentified(
      'keys-unavailable',
      `the keys of ${name} could not be fetched yet; try again shortly`,
      'keys-unavailable'
    );
  }
  if (error instanceof errors.JWTExpired) {
    return notIdentified('token-expired', `the token of ${name} has expired; log in to Grafana again`, 'token-expired');
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return explainClaim(error.claim, name);
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return notIdentified('token-key-unknown', `the token is not signed by a key of ${name}`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return notIdentified('token-signature', `the token's signature is not one of ${name}`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return notIdentified('token-algorithm', 'the token is signed in a way that is not accepted');
  }
  return notIdentified('token-malformed', 'the token cannot be read');
}

function explainClaim(claim: string, name: string): NotIdentified {
  switch (claim) {
    case 'nbf':
      return notIdentified('token-not-yet-valid', `the token of ${name} is not valid yet`);
    default:
      return notIdentified('token-claim', `the claim "${claim}" of the token is missing or not acceptable`);
  }
}
