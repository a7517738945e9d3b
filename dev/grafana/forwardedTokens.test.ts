import { createForwardedTokens } from './forwardedTokens';
import type { OAuthClient, OAuthTokens } from './oauthClient';
import type { Session } from './sessions';

const NOW = 1_000_000;

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Only `refresh` is asked here, and the test provider never refuses one. */
function clientThat(refresh: OAuthClient['refresh']): OAuthClient {
  const never = () => Promise.reject(new Error('not asked for'));
  return { startLogin: never, finishLogin: never, refresh };
}

function sessionWith(tokens: OAuthTokens | undefined): Session {
  return {
    id: 's',
    user: {
      id: 1,
      login: 'alice',
      email: 'alice@acme.example',
      emailVerified: true,
      name: 'Alice',
      orgRole: 'Viewer',
      authenticatedBy: 'oauth_generic_oauth',
    },
    tokens,
  };
}

const tokens = (accessToken: string, secondsLeft: number): OAuthTokens => ({
  accessToken,
  idToken: 'id',
  refreshToken: 'refresh',
  expiresAt: NOW + secondsLeft * 1000,
});

test('a token with time left is forwarded as it is', async () => {
  const forwarded = createForwardedTokens(clientThat(() => Promise.reject(new Error('too early'))));
  expect(await forwarded(sessionWith(tokens('first', 11)))).toMatchObject({ accessToken: 'first' });
});

test('a new token keeps the ID token when the provider gives none', async () => {
  const forwarded = createForwardedTokens(clientThat(async () => ({ accessToken: 'second', expiresAt: NOW + 60_000 })));
  const session = sessionWith(tokens('first', 5));
  expect(await forwarded(session)).toMatchObject({ accessToken: 'second', idToken: 'id' });
  expect(session.tokens).toMatchObject({ accessToken: 'second' });
});

test('nothing is forwarded once the provider refuses to renew', async () => {
  const forwarded = createForwardedTokens(clientThat(() => Promise.reject(new Error('invalid_grant'))));
  const session = sessionWith(tokens('first', 0));
  expect(await forwarded(session)).toBeUndefined();
  expect(await forwarded(session)).toBeUndefined();
});

test('somebody who logged in by password has no tokens', async () => {
  const forwarded = createForwardedTokens(clientThat(() => Promise.reject(new Error('no token'))));
  expect(await forwarded(sessionWith(undefined))).toBeUndefined();
});
