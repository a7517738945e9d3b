import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, type JWK } from 'jose';
import type { Requester } from './requester';
import type { Session } from './sessions';
import type { GrafanaUser } from './user';

/** Whom a token can be about; of a user's session only the user counts. */
export type TokenSubject = Exclude<Requester, { kind: 'user' }> | { kind: 'user'; session: Pick<Session, 'user'> };

/** Signs what Grafana sends as `X-Grafana-Id`, and publishes the key at `/api/signing-keys/keys`. */
export interface GrafanaIdTokens {
  /**
   * An ES256 JWT that lives ten minutes, as pkg/services/auth/idimpl/service.go makes it, for anonymous visitors too.
   *
   * @param rootUrl without a slash at the end; the token's issuer has one
   */
  sign(requester: TokenSubject, rootUrl: string): Promise<string>;
  keys: { keys: JWK[] };
}

export async function createGrafanaIdTokens(): Promise<GrafanaIdTokens> {
  const kid = 'gatehouse-development-es256';
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };

  return {
    keys: { keys: [publicJwk] },
    sign: (requester, rootUrl) =>
      new SignJWT({ ...claimsOf(requester), namespace: 'default' })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'jwt' })
        .setIssuer(`${rootUrl}/`)
        .setAudience(['org:1'])
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
  };
}

function claimsOf(requester: TokenSubject): JWTPayload {
  switch (requester.kind) {
    case 'user':
      return userClaims(requester.session.user);
    case 'service-account': {
      const { id, orgRole } = requester.account;
      return { sub: `service-account:${id}`, type: 'service-account', identifier: String(id), role: orgRole };
    }
    case 'anonymous':
      return { sub: 'anonymous:0', type: 'anonymous', identifier: '0', role: requester.orgRole };
    case 'renderer':
      return { sub: 'render:0', type: 'render', identifier: '0', role: 'Admin' };
  }
}

function userClaims(user: GrafanaUser): JWTPayload {
  return {
    sub: `user:${user.id}`,
    type: 'user',
    identifier: String(user.id),
    role: user.orgRole,
    email: user.email,
    // What is false is left out, so a missing claim says nothing else.
    ...(user.emailVerified && { email_verified: true }),
    username: user.login,
    name: user.name,
    // Of people who type a password into its own form, Grafana's sessions do not know how they logged in.
    ...(user.authenticatedBy !== 'password' && { authenticatedBy: user.authenticatedBy }),
  };
}
