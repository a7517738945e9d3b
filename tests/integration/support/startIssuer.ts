import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { listenOnLoopback } from './listenOnLoopback';

export interface Issuer {
  /** As tokens and the configuration name it. */
  url: string;
  /** A valid access token for ten minutes; claims replace its own. */
  token(claims?: JWTPayload): Promise<string>;
  /** While true, every request is answered with 500. */
  failing: boolean;
  close(): Promise<void>;
}

/** A small OpenID Connect issuer: real discovery, real keys, real tokens, and a way to make it fail. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }];
  const server = createServer((request, response) => {
    response.statusCode = issuer.failing ? 500 : 200;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }));
  });
  const { url, close } = await listenOnLoopback(server);
  const issuer: Issuer = {
    url,
    failing: false,
    close,
    token: (claims = {}) =>
      new SignJWT({
        iss: url,
        aud: 'grafana',
        sub: 'u-alice',
        email: 'alice@acme.example',
        email_verified: true,
        groups: ['acme-dev'],
        iat: Math.floor(Date.now() / 1000),
        exp: Math.floor(Date.now() / 1000) + 600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .sign(privateKey),
  };
  return issuer;
}
