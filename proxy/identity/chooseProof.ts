import { type NotIdentified, notIdentified } from './identified';
import type { Setting } from './presented';
import type { Outcome } from './tokenVerifier';
import type { VerifiedToken } from './verify';

/**
 * Chooses the tokens that prove who asks: those of one issuer that name one subject, the preferred one first.
 *
 * Fallback issuers are asked only when no token of another configured issuer came, whether it was good or not: else whoever
 * holds a bad token could choose as whom to appear. For the same reason Grafana's word counts for nobody who logged in by
 * OAuth when the token is missing that Grafana forwards then: whoever asks through its data source proxy can have headers
 * taken away, by naming them in `Connection`, and would become somebody whom no denial names. What they put there instead
 * (`X-DS-Authorization`) proves nothing.
 *
 * @param othersKnown true when there are issuers besides the fallbacks
 */
export function chooseProof(
  outcomes: readonly Outcome[],
  { bearer, throughGrafana }: Setting,
  othersKnown: boolean
): [VerifiedToken, ...VerifiedToken[]] | NotIdentified {
  const ofPreferred = outcomes.filter(({ issuer }) => issuer?.fallback === false);
  const counted = ofPreferred.length > 0 ? ofPreferred : outcomes.filter(({ issuer }) => issuer !== undefined);
  const verified = counted.flatMap(({ result }) => (result.ok ? [result] : []));
  const [first, ...others] = verified.toSorted((a, b) => a.preference - b.preference);
  if (first === undefined) {
    return worstOf((counted.length > 0 ? counted : outcomes).flatMap(({ result }) => (result.ok ? [] : [result])));
  }
  if (others.some(({ issuer, claims }) => issuer !== first.issuer || claims.sub !== first.claims.sub)) {
    return notIdentified('token-subjects-differ', 'the tokens of the request name different subjects');
  }
  if (
    othersKnown &&
    (!bearer || throughGrafana) &&
    [first, ...others].some((token) => isOfOAuthLogin(token, throughGrafana))
  ) {
    return notIdentified(
      'token-withheld',
      'Grafana says that this user logged in by OAuth, or hides how, but the token of that login did not come; turn on "Forward OAuth identity" in the data source'
    );
  }
  return [first, ...others];
}

/** Of several failures the one to tell: that of the preferred token, unless somebody could still be known later. */
function worstOf(failures: NotIdentified[]): NotIdentified {
  return (
    failures.find(({ status }) => status === 503) ??
    failures[0] ??
    notIdentified('token-missing', 'the request carries no token', 'token-missing')
  );
}

/**
 * True when Grafana names a user who logged in by OAuth. It says nothing of those who logged in by password. What it signed for a
 * picture (`render`) does not tell how the user logged in, and serves the user's own requests for some minutes, too.
 */
function isOfOAuthLogin({ issuer, claims }: VerifiedToken, throughGrafana: boolean): boolean {
  const { authenticatedBy } = claims;
  if (issuer.kind !== 'grafana' || authenticatedBy === undefined) {
    return false;
  }
  return typeof authenticatedBy === 'string'
    ? authenticatedBy.startsWith('oauth_') || (throughGrafana && authenticatedBy === 'render')
    : true;
}
