import type { OAuthClient, OAuthTokens } from './oauthClient';
import type { Session } from './sessions';

/** Grafana refreshes a token this long before it expires (`ExpiryDelta`, pkg/services/oauthtoken/oauth_token.go). */
const REFRESH_BEFORE_EXPIRY_MS = 10_000;

/** Gives the OAuth tokens to forward for a session; undefined when it has none that can be used. */
export type ForwardedTokens = (session: Session) => Promise<OAuthTokens | undefined>;

/**
 * As Grafana with `use_refresh_token`: an access token about to expire is renewed first, and a login whose refresh
 * token is refused forwards nothing any more. Requests of one session share one refresh, as providers rotate refresh
 * tokens and would take a second use of one for theft.
 */
export function createForwardedTokens(oauth: OAuthClient): ForwardedTokens {
  const refreshing = new WeakMap<Session, Promise<OAuthTokens | undefined>>();

  return (session) => {
    const { tokens } = session;
    if (tokens?.refreshToken === undefined || tokens.expiresAt - Date.now() > REFRESH_BEFORE_EXPIRY_MS) {
      return Promise.resolve(tokens);
    }
    const running =
      refreshing.get(session) ??
      oauth
        .refresh(tokens.refreshToken)
        .then((fresh): OAuthTokens => ({ ...fresh, idToken: fresh.idToken ?? tokens.idToken }))
        .catch(() => undefined)
        .then((fresh) => {
          session.tokens = fresh;
          refreshing.delete(session);
          return fresh;
        });
    refreshing.set(session, running);
    return running;
  };
}
