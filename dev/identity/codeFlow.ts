import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createCookieJar } from './cookieJar';
import type { AnyPersonName } from './people';

const MAX_REDIRECTS = 10;

const discoverySchema = z.object({
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string(),
});
const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string().optional(),
});
const accessTokenSchema = z.object({ access_token: z.string() });

/** What a person's sign-in gives Grafana. */
export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken?: string;
}

export interface Client {
  id: string;
  secret: string;
}

/**
 * Signs a person in as Grafana would: authorization request with PKCE, the provider's login page, the code, and the tokens for
 * it. The browser's part is played over HTTP.
 *
 * @param redirectUri one that the provider knows; nothing needs to listen there
 */
export async function signIn(
  issuer: string,
  redirectUri: string,
  name: AnyPersonName,
  client: Client
): Promise<Tokens> {
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorization = new URL(endpoints.authorization_endpoint);
  authorization.search = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    scope: 'openid profile email groups offline_access',
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const back = await browse(authorization, redirectUri, name);
  const code = back.searchParams.get('code');
  if (code === null || back.searchParams.get('state') !== state) {
    throw new Error(`signing in ${name} failed: ${back.searchParams.get('error_description') ?? back.search}`);
  }
  return exchange(
    endpoints.token_endpoint,
    new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }),
    client
  );
}

/** New tokens for a refresh token. */
export async function refresh(issuer: string, refreshToken: string, client: Client): Promise<Tokens> {
  const { token_endpoint: endpoint } = await discover(issuer);
  return exchange(endpoint, new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }), client);
}

/** Makes an opaque access token or a refresh token worthless (RFC 7009). */
export async function revoke(issuer: string, token: string, client: Client): Promise<void> {
  const { revocation_endpoint: endpoint } = await discover(issuer);
  await post(endpoint, new URLSearchParams({ token }), client);
}

/** A machine's access token (RFC 6749, section 4.4). */
export async function clientCredentials(issuer: string, client: Client): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  return accessTokenSchema.parse(await post(await tokenUrl(issuer), body, client)).access_token;
}

/** Where tokens are given, as discovery names it. */
export async function tokenUrl(issuer: string): Promise<string> {
  return (await discover(issuer)).token_endpoint;
}

/** Follows the redirects, fills in the login page, and returns the URL that leads back to the client. */
async function browse(start: URL, redirectUri: string, name: AnyPersonName): Promise<URL> {
  const jar = createCookieJar();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MAX_REDIRECTS; step += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: jar.header(url) },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    await response.arrayBuffer();
    jar.store(url, response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (location === null) {
      if (response.status !== 200 || form !== undefined) {
        throw new Error(`signing in ${name} failed: ${url.pathname} answered ${response.status}`);
      }
      form = new URLSearchParams({ user: name, password: name });
      continue;
    }
    form = undefined;
    url = new URL(location, url);
    if (url.href.startsWith(redirectUri)) {
      return url;
    }
  }
  throw new Error(`signing in ${name} failed: too many redirects`);
}

async function discover(issuer: string) {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  return discoverySchema.parse(await response.json());
}

async function exchange(endpoint: string, body: URLSearchParams, client: Client): Promise<Tokens> {
  const tokens = tokensSchema.parse(await post(endpoint, body, client));
  return { accessToken: tokens.access_token, idToken: tokens.id_token, refreshToken: tokens.refresh_token };
}

async function post(endpoint: string, body: URLSearchParams, { id, secret }: Client): Promise<unknown> {
  const credentials = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  const response = await fetch(endpoint, { method: 'POST', body, headers: { authorization: `Basic ${credentials}` } });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${new URL(endpoint).pathname} answered ${response.status}: ${text}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}
