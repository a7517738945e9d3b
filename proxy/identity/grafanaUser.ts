import type { JWTPayload } from 'jose';
import { type NotIdentified, notIdentified } from './identified';
import type { TrustedIssuer } from './tokenVerifier';
import { claimedIssuer, spellingsOf, verifyJwt } from './verify';

/** A person whom Grafana named and signed for. */
export interface GrafanaUser {
  ok: true;
  /** By which people know them: the login, else the address, else Grafana's number. */
  name: string;
  /** What Grafana never changes about somebody, with the name of its issuer. */
  id: string;
  /** The login, where the token has it. */
  login: string | undefined;
}

/** `service-account:7` and others are nobody who could answer for a change. */
const PERSON = /^user:/;

/** Grafana draws pictures in somebody's name, with nobody at the keyboard. */
const PICTURE = 'render';

/**
 * Whom an `X-Grafana-Id` names, for those issuers that are Grafanas: checked as with a query.
 *
 * @param issuers all that are configured
 * @param now milliseconds since the epoch
 */
export async function identifyGrafanaUser(
  token: string,
  issuers: readonly TrustedIssuer[],
  now: number
): Promise<GrafanaUser | NotIdentified> {
  const claimed = claimedIssuer(token);
  const issuer = issuers.find(
    ({ config }) => config.kind === 'grafana' && claimed !== undefined && spellingsOf(config).includes(claimed)
  );
  if (issuer === undefined) {
    return notIdentified('token-issuer-unknown', 'the token comes from no Grafana that is configured as an issuer');
  }
  const verified = await verifyJwt(token, 0, issuer, now);
  if (!verified.ok) {
    return verified;
  }
  const { sub, username, email, authenticatedBy } = verified.claims;
  if (!PERSON.test(sub) || authenticatedBy === PICTURE) {
    return notIdentified('token-subject', 'the token names nobody who could have asked for this');
  }
  const login = textOf(username);
  return { ok: true, name: login ?? textOf(email) ?? sub, id: `${issuer.config.name}/${sub}`, login };
}

function textOf(claim: JWTPayload[string]): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
