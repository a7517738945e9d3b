import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GRAFANA_CLIENT } from './clients';
import { createCookieJar } from './cookieJar';
import type { PersonName } from './people';

const MAX_REDIRECTS = 10;

const discoverySchema = z.object({ authorization_endpoint: z.string(), token_endpoint: z.string() });
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

/**
 * Signs a person in as Grafana would: authorization request with PKCE, the provider's login page, the code, and the tokens for
 * it. The browser's part is played over HTTP.
 *
 * @param redirectUri one that the provider knows; nothing needs to listen there
 */
export async function signIn(issuer: string, redirectUri: string, name: PersonName): Promise<Tokens> {
  const endpoints = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorization = new URL(endpoints.authorization_endpoint);
  authorization.search = new URLSearchParams({
    client_id: GRAFANA_CLIENT.id,
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
    new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
  );
}

/** New tokens for a refresh token. */
export async function refresh(issuer: string, refreshToken: string): Promise<Tokens> {
  const { token_endpoint: endpoint } = await discover(issuer);
  return exchange(endpoint, new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }));
}

/** A machine's access token (RFC 6749, section 4.4). */
export async function clientCredentials(issuer: string, clientId: string, secret: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  return accessTokenSchema.parse(await post(await tokenUrl(issuer), body, clientId, secret)).access_token;
}

/** Where tokens are given, as discovery names it. */
export async function tokenUrl(issuer: string): Promise<string> {
  return (await discover(issuer)).token_endpoint;
}

/** Follows the redirects, fills in the login page, and returns the URL that leads back to the client. */
async function browse(start: URL, redirectUri: string, name: PersonName): Promise<URL> {
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

async function exchange(endpoint: string, body: URLSearchParams): Promise<Tokens> {
  const tokens = tokensSchema.parse(await post(endpoint, body, GRAFANA_CLIENT.id, GRAFANA_CLIENT.secret));
  return { accessToken: tokens.access_token, idToken: tokens.id_token, refreshToken: tokens.refresh_token };
}

async function post(endpoint: string, body: URLSearchParams, clientId: string, secret: string): Promise<unknown> {
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64');
  const response = await fetch(endpoint, { method: 'POST', body, headers: { authorization: `Basic ${credentials}` } });
  const answer: unknown = await response.json();
  if (!response.ok) {
    throw new Error(`the token endpoint answered ${response.status}: ${JSON.stringify(answer)}`);
  }
  return answer;
}
