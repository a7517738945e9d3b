import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { GrafanaUser } from './user';

/** Signs what Grafana sends as `X-Grafana-Id`, and publishes the key at `/api/signing-keys/keys`. */
export interface GrafanaIdTokens {
  /** An ES256 JWT that lives ten minutes, as pkg/services/auth/idimpl/service.go makes it. */
  sign(user: GrafanaUser, rootUrl: string): Promise<string>;
  keys: { keys: JWK[] };
}

export async function createGrafanaIdTokens(): Promise<GrafanaIdTokens> {
  const kid = 'gatehouse-development-es256';
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };

  return {
    keys: { keys: [publicJwk] },
    sign: (user, rootUrl) =>
      new SignJWT({
        email: user.email,
        email_verified: user.emailVerified,
        username: user.login,
        name: user.name,
        role: user.orgRole,
        authenticatedBy: user.authenticatedBy,
        identifier: String(user.id),
        type: 'user',
        namespace: 'default',
      })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'jwt' })
        .setIssuer(rootUrl)
        .setAudience(['org:1'])
        .setSubject(`user:${user.id}`)
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
  };
}
