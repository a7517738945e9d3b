import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
});

const tokenAnswerSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number().default(3600),
});

export interface OAuthTokens {
  accessToken: string;
  idToken?: string;
  refreshToken?: string;
  /** Milliseconds since the epoch at which the access token expires. */
  expiresAt: number;
}

export interface PendingLogin {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** The OAuth side of Grafana's generic OAuth login: authorization code with PKCE (RFC 7636) and refresh tokens. */
export interface OAuthClient {
  /** A URL of the provider to send the browser to, and what the callback will need. */
  startLogin(redirectUri: string): Promise<{ url: string; pending: PendingLogin }>;
  /** Exchanges the code and verifies the ID token. Throws when the provider refuses or the token does not hold. */
  finishLogin(
    code: string,
    redirectUri: string,
    pending: PendingLogin
  ): Promise<{ tokens: OAuthTokens; claims: JWTPayload }>;
  /** New tokens for a refresh token. Throws when the provider refuses. */
  refresh(refreshToken: string): Promise<OAuthTokens>;
}

export interface OAuthClientOptions {
  /** Discovery is asked below it. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Separated by spaces. */
  scopes?: string;
}

export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  let discovered: Promise<z.infer<typeof discoverySchema>> | undefined;

  const provider = () => {
    discovered ??= discover(options.issuer).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };

  const requestTokens = async (form: Record<string, string>): Promise<OAuthTokens> => {
    const { token_endpoint } = await provider();
    const credentials = `${encodeURIComponent(options.clientId)}:${encodeURIComponent(options.clientSecret)}`;
    const answer = await fetch(token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams(form),
    });
    if (!answer.ok) {
      throw new Error(`the identity provider answered ${answer.status} to grant_type=${form.grant_type}`);
    }
    const tokens = tokenAnswerSchema.parse(await answer.json());
    return {
      accessToken: tokens.access_token,
      idToken: tokens.id_token,
      refreshToken: tokens.refresh_token,
      expiresAt: Date.now() + tokens.expires_in * 1000,
    };
  };

  return {
    async startLogin(redirectUri) {
      const { authorization_endpoint } = await provider();
      const pending = { state: randomToken(), nonce: randomToken(), codeVerifier: randomToken() };
      const url = new URL(authorization_endpoint);
      url.search = new URLSearchParams({
        client_id: options.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: options.scopes ?? 'openid email profile groups offline_access',
        // Asks who it is each time, so that after logging out somebody else can log in.
        prompt: 'login',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return { url: url.href, pending };
    },

    async finishLogin(code, redirectUri, pending) {
      const { issuer, jwks_uri } = await provider();
      const tokens = await requestTokens({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: pending.codeVerifier,
      });
      if (tokens.idToken === undefined) {
        throw new Error('the identity provider gave no ID token; ask for the scope openid');
      }
      const keys = createRemoteJWKSet(new URL(jwks_uri));
      const { payload } = await jwtVerify(tokens.idToken, keys, { issuer, audience: options.clientId });
      if (payload.nonce !== pending.nonce) {
        throw new Error('the ID token carries another nonce than this login asked for');
      }
      return { tokens, claims: payload };
    },

    async refresh(refreshToken) {
      const tokens = await requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
      return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
    },
  };
}

async function discover(issuer: string): Promise<z.infer<typeof discoverySchema>> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!answer.ok) {
    throw new Error(`OpenID discovery at ${issuer} answered ${answer.status}`);
  }
  return discoverySchema.parse(await answer.json());
}

const randomToken = (): string => randomBytes(32).toString('base64url');
