import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { createOAuthClient, type OAuthClient, type OAuthTokens } from '../../dev/grafana/oauthClient';
import { clientCredentials } from '../../dev/identity/codeFlow';
import type { PersonName } from '../../dev/identity/people';
import { startNode, startRecorder, type Recorder, type VictoriaMetricsNode } from '../../dev/victoriametrics';
import { createFormBrowser } from './support/formBrowser';
import { type LoginProvider, REDIRECT_URI, startLoginProvider } from './support/loginProvider';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [
    { name: 'acme', backend: 'single', labels: { tenant: 'acme' } },
    { name: 'globex', backend: 'single', labels: { tenant: 'globex' } },
  ],
  mappings: [
    { name: 'acme-developers', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] },
    { name: 'globex', principals: ['user:bob@globex.example'], grants: [{ tenant: 'globex', access: 'read' }] },
    { name: 'agents', principals: ['claim:client=vmagent'], grants: [{ tenant: 'acme', access: 'write' }] },
  ],
};

let folder: string;
let provider: LoginProvider;
let node: VictoriaMetricsNode;
let single: Recorder;
let proxy: Proxy;
let grafana: OAuthClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-login-'));
  [provider, node] = await Promise.all([startLoginProvider(), startNode({ folder })]);
  single = await startRecorder(node.url);
  const claims = { client: ['azp', 'client_id'], groups: ['groups', 'realm_access.roles'] };
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'sso', ...provider.issuer, audience: ['grafana'], claims }],
      backends: [{ name: 'single', kind: 'victoriametrics', url: single.url, safety: 'vouched' }],
    },
  });
  await proxy.put(POLICY);
  const now = Date.now();
  const series = ['acme', 'globex'].map((tenant) =>
    JSON.stringify({ metric: { __name__: 'probe', tenant }, values: [1], timestamps: [now - 1_000] })
  );
  await fetch(`${node.url}/api/v1/import`, { method: 'POST', body: series.join('\n') });
  await node.flush();
  grafana = createOAuthClient({
    issuer: provider.discoveryUrl,
    clientId: provider.client.id,
    clientSecret: provider.client.secret,
    scopes: provider.scopes,
  });
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([single.close(), node.close(), provider.close()]);
  await rm(folder, { recursive: true, force: true });
}, 30_000);

/** What Grafana gets when somebody logs in: by the provider's own page, with PKCE; Grafana verifies the ID token. */
async function logIn(person: PersonName): Promise<OAuthTokens> {
  const browser = createFormBrowser(REDIRECT_URI);
  const { url, pending } = await grafana.startLogin(REDIRECT_URI);
  const { url: back } = await browser.submit(await browser.open(url), provider.typed(person));
  expect(back.searchParams.get('state')).toBe(pending.state);
  return (await grafana.finishLogin(back.searchParams.get('code') ?? '', REDIRECT_URI, pending)).tokens;
}

async function ask(headers: Record<string, string>) {
  const response = await fetch(`${proxy.url}/backend/single/api/v1/query?query=probe`, { headers });
  const answer = (await response.json()) as {
    error?: string;
    data?: { result: Array<{ metric: { tenant: string } }> };
  };
  return {
    status: response.status,
    tenants: answer.data?.result.map(({ metric }) => metric.tenant),
    error: answer.error,
  };
}

/** As Grafana forwards them to the data source. */
const asForwarded = ({ accessToken, idToken }: OAuthTokens): Record<string, string> => ({
  authorization: `Bearer ${accessToken}`,
  ...(idToken && { 'x-id-token': idToken }),
});

describe(`somebody who logs in at ${process.env.GATEHOUSE_TEST_KEYCLOAK_URL ? 'Keycloak' : 'the test provider'}`, () => {
  test('sees what their group is mapped to, by either token and by both', async () => {
    const tokens = await logIn('alice');
    const { accessToken, idToken = '' } = tokens;
    for (const headers of [
      asForwarded(tokens),
      { authorization: `Bearer ${accessToken}` },
      { 'x-id-token': idToken },
    ]) {
      expect(await ask(headers)).toEqual({ status: 200, tenants: ['acme'] });
    }
  });

  test('sees what their address is mapped to, for the provider has verified it', async () => {
    expect(await ask(asForwarded(await logIn('bob')))).toEqual({ status: 200, tenants: ['globex'] });
  });

  test('sees nothing without a mapping, and is told so by name', async () => {
    single.requests.length = 0;
    const { status, error } = await ask(asForwarded(await logIn('mallory')));
    expect([status, error]).toEqual([403, expect.stringMatching(/mallory@evil\.example.*\(no-mapping, /)]);
    expect(single.requests).toEqual([]);
  });

  test('goes on with refreshed tokens, which are others and of the same person', async () => {
    const first = await logIn('alice');
    const second = await grafana.refresh(first.refreshToken ?? '');
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(decodeJwt(second.accessToken).sub).toBe(decodeJwt(first.accessToken).sub);
    expect(await ask(asForwarded({ ...second, idToken: second.idToken ?? first.idToken }))).toEqual({
      status: 200,
      tenants: ['acme'],
    });
  });

  test('shows nothing by the refresh token, which is a secret between Grafana and the provider', async () => {
    const { refreshToken = '' } = await logIn('alice');
    single.requests.length = 0;
    const { status, error } = await ask({ authorization: `Bearer ${refreshToken}` });
    expect([status, error]).toEqual([401, expect.stringContaining('(token-invalid, ')]);
    expect(single.requests).toEqual([]);
  });

  test('gets no code for a wrong password', async () => {
    const browser = createFormBrowser(REDIRECT_URI);
    const { url } = await grafana.startLogin(REDIRECT_URI);
    const page = await browser.submit(await browser.open(url), provider.typed('alice', 'guessed'));
    expect(page.url.href).not.toContain(REDIRECT_URI);
    expect(page.text).toContain('<form');
  });

  test('cannot do so without PKCE, or with another verifier', async () => {
    const browser = createFormBrowser(REDIRECT_URI);
    const { url, pending } = await grafana.startLogin(REDIRECT_URI);
    const without = new URL(url);
    without.searchParams.delete('code_challenge');
    without.searchParams.delete('code_challenge_method');
    const refused = await createFormBrowser(REDIRECT_URI).open(without);
    expect([refused.url.searchParams.get('error'), refused.url.searchParams.has('code')]).toEqual([
      'invalid_request',
      false,
    ]);

    const { url: back } = await browser.submit(await browser.open(url), provider.typed('alice'));
    const code = back.searchParams.get('code') ?? '';
    await expect(grafana.finishLogin(code, REDIRECT_URI, { ...pending, codeVerifier: 'x'.repeat(43) })).rejects.toThrow(
      '400'
    );
  });

  test('is refused when the tokens are two people’s', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    single.requests.length = 0;
    const mixed = { ...asForwarded(alice), 'x-id-token': bob.idToken ?? '' };
    expect(await ask(mixed)).toMatchObject({ status: 401, error: expect.stringContaining('(token-invalid, ') });
    expect(single.requests).toEqual([]);
  });
});

test('a machine writes with its own token, where it is mapped', async () => {
  const token = await clientCredentials(provider.discoveryUrl, provider.machine);
  const response = await fetch(`${proxy.url}/tenant/acme/api/v1/import/prometheus`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: `written_by_a_machine 1 ${Date.now() - 1_000}\n`,
  });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(single.requests.at(-1)?.rawBody?.toString()).toContain('written_by_a_machine');
  expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(403);
});
