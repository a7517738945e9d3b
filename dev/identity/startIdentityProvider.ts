import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { listen } from '../processes/listen';
import { configurationFor } from './configuration';
import type { MintRequest, RotateRequest } from './controlProtocol';
import { createEndpoints, type Endpoints } from './endpoints';
import { isLogin, login } from './login';
import { mint } from './mint';
import { createSigningKey, privateJwk, publicJwk, type SigningAlgorithm, type SigningKey } from './signingKeys';

export interface IdentityProviderOptions {
  /** A free one when left out. */
  port?: number;
  /** Where Grafana runs: its `/login/generic_oauth` is an allowed redirect. */
  grafanaUrl: string | readonly string[];
}

export interface IdentityProvider extends Pick<Endpoints, 'counters' | 'fail' | 'publishAlso'> {
  issuer: string;
  port: number;
  /** Makes a token with arbitrary contents, for tests of verification. */
  mint(request?: MintRequest): string;
  /** Signs with a new key from now on and returns its `kid`. Earlier keys stay published unless they are withdrawn. */
  rotate(request?: RotateRequest): string;
  close(): Promise<void>;
}

/** Starts the test identity provider on the loopback interface: OpenID Connect by oidc-provider, keys made at start. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const grafanaUrls = typeof options.grafanaUrl === 'string' ? [options.grafanaUrl] : [...options.grafanaUrl];
  const further = new Map<SigningAlgorithm, SigningKey>();
  const strangers = new Map<SigningAlgorithm, SigningKey>();
  let published: [SigningKey, ...SigningKey[]] = [createSigningKey('key-1')];
  let earlier: SigningKey[] = [];
  const endpoints = createEndpoints(
    () => published.map(publicJwk),
    () => [...further.values()].map(publicJwk)
  );

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (endpoints.intercept(path, request, response)) {
      return;
    }
    if (isLogin(path)) {
      login(provider, request, response).catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'text/plain' }).end(`login failed: ${String(error)}\n`);
      });
      return;
    }
    forgetSession(request);
    void handle(request, response);
  });
  const listening = await listen(server, options.port);
  const issuer = listening.url;
  const createProvider = () => new Provider(issuer, configurationFor(grafanaUrls, published.map(privateJwk)));
  let provider = createProvider();
  let handle = provider.callback();

  return {
    issuer,
    port: listening.port,
    counters: endpoints.counters,
    fail: endpoints.fail,
    publishAlso: endpoints.publishAlso,
    mint: (request = {}) =>
      mint(request, issuer, {
        provider: published[0],
        earlier,
        further: (alg) => keyFor(further, alg, alg),
        stranger: (alg) => keyFor(strangers, alg, alg === 'RS256' ? 'key-1' : alg),
      }),
    rotate: ({ withdraw = false } = {}) => {
      earlier = [published[0], ...earlier];
      const next = createSigningKey(`key-${earlier.length + 1}`);
      published = withdraw ? [next] : [next, ...published];
      provider = createProvider();
      handle = provider.callback();
      return next.kid;
    },
    close: listening.close,
  };
}

function keyFor(keys: Map<SigningAlgorithm, SigningKey>, alg: SigningAlgorithm, kid: string): SigningKey {
  const key = keys.get(alg) ?? createSigningKey(kid, alg);
  keys.set(alg, key);
  return key;
}

/** Without a session every sign-in shows the login page, so that one browser can play several people. */
function forgetSession(request: { headers: { cookie?: string } }): void {
  const kept = request.headers.cookie?.split(/;\s*/).filter((cookie) => !cookie.startsWith('_session'));
  if (kept !== undefined) {
    request.headers.cookie = kept.join('; ');
  }
}
