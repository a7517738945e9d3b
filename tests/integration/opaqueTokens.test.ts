import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IdentityProcess, startIdentityProcess } from '../../dev/identity/client';
import { INTROSPECTION_CLIENT, OPAQUE_CLIENT } from '../../dev/identity/clients';
import { waitFor } from '../../dev/processes/waitFor';
import { type Recorder, startNode, startRecorder } from '../../dev/victoriametrics';
import { type Proxy, startProxy } from './support/startProxy';

const SERIES = [
  { tenant: 'acme', marker: 'MARK_acme' },
  { tenant: 'globex', marker: 'MARK_globex' },
];
const POLICY = {
  tenants: ['acme', 'globex'].map((tenant) => ({ name: tenant, backend: 'single', labels: { tenant } })),
  mappings: [
    { name: 'acme', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] },
    { name: 'globex', principals: ['user:bob@globex.example'], grants: [{ tenant: 'globex', access: 'read' }] },
    { name: 'address', principals: ['user:alice@acme.example'], grants: [{ tenant: 'acme', access: 'read' }] },
  ],
};
/** The shortest that still shows that answers are kept. */
const CACHE = 1_500;

/** What has started so far, so that nothing is left behind when a part does not. */
const closing: Array<() => Promise<unknown>> = [];
let folder: string;
let identity: IdentityProcess;
let backend: Recorder;
let introspecting: Proxy;
let byUserinfo: Proxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-opaque-'));
  identity = await startIdentityProcess({ folder });
  closing.push(() => identity.close());
  const node = await startNode({ folder: join(folder, 'single') });
  closing.push(() => node.close());
  const now = Date.now();
  const lines = SERIES.map((labels) =>
    JSON.stringify({ metric: { __name__: 'probe', ...labels }, values: [1], timestamps: [now - 60_000] })
  );
  await fetch(`${node.url}/api/v1/import`, { method: 'POST', body: lines.join('\n') });
  await node.flush();
  backend = await startRecorder(node.url);
  closing.push(() => backend.close());
  const start = async (opaque: object) => {
    const proxy = await startProxy({
      configOverrides: {
        issuers: [
          {
            name: 'test',
            issuer: identity.issuer,
            // The ID token's audience, and the machine's; the access token of a person names its client only.
            audience: [OPAQUE_CLIENT.id, 'grafana'],
            authorizedParties: [OPAQUE_CLIENT.id],
            opaque: { cache: `${CACHE}ms`, ...opaque },
          },
        ],
        backends: [{ name: 'single', kind: 'victoriametrics', url: backend.url }],
      },
    });
    closing.push(() => proxy.stop());
    await proxy.put(POLICY);
    return proxy;
  };
  [introspecting, byUserinfo] = await Promise.all([
    start({ by: 'introspection', clientId: INTROSPECTION_CLIENT.id, clientSecret: INTROSPECTION_CLIENT.secret }),
    start({ by: 'userinfo' }),
  ]);
}, 60_000);

afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await rm(folder, { recursive: true, force: true });
}, 30_000);

beforeEach(() => {
  backend.requests.length = 0;
});

afterEach(async () => {
  await identity.fail({ introspection: 'none', userinfo: 'none', discovery: 'none' });
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function ask(proxy: Proxy, headers: Record<string, string>, query = ''): Promise<Response> {
  return fetch(`${proxy.url}/api/v1/query?query=probe${query}`, { headers });
}

/** Whose series a query shows, or the text of the refusal. */
async function seen(proxy: Proxy, headers: Record<string, string>): Promise<string[] | string> {
  const answer = (await (await ask(proxy, headers)).json()) as {
    error?: string;
    data?: { result: Array<{ metric: { marker?: string } }> };
  };
  return answer.error ?? (answer.data?.result ?? []).map(({ metric }) => metric.marker ?? '');
}

/** The exact code in the log of the refusal that an answer tells of. */
async function reasonOf(proxy: Proxy, response: Response): Promise<unknown> {
  const requestId = response.headers.get('x-gatehouse-request-id');
  await response.text();
  const line = await waitFor('the log line', async () =>
    proxy.events('request-refused').find((event) => event.requestId === requestId)
  );
  return line.reason;
}

describe.each<[string, () => Proxy, 'introspection' | 'userinfo']>([
  ['introspection', () => introspecting, 'introspection'],
  ['the userinfo endpoint', () => byUserinfo, 'userinfo'],
])('an opaque access token known by %s', (_name, proxy, endpoint) => {
  it('shows its bearer their own series, and nobody else’s', async () => {
    const [alice, bob] = await Promise.all([identity.opaqueTokenFor('alice'), identity.opaqueTokenFor('bob')]);
    expect(await seen(proxy(), bearer(alice.accessToken))).toEqual(['MARK_acme']);
    expect(await seen(proxy(), bearer(bob.accessToken))).toEqual(['MARK_globex']);
    expect(await seen(proxy(), { ...bearer(alice.accessToken), 'x-id-token': alice.idToken })).toEqual(['MARK_acme']);
    expect(proxy().logs()).not.toContain(alice.accessToken);
    expect(backend.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, undefined]);
  });

  it('does not let an address count that the provider has not verified', async () => {
    const { accessToken } = await identity.opaqueTokenFor('eve');
    expect(await seen(proxy(), bearer(accessToken))).toMatch('no-mapping');
  });

  it('is asked about once while the answer counts, and stops when it was revoked', async () => {
    const { accessToken } = await identity.opaqueTokenFor('alice');
    const before = (await identity.counters())[endpoint];
    await Promise.all(Array.from({ length: 20 }, () => ask(proxy(), bearer(accessToken))));
    const known = Date.now();
    expect((await identity.counters())[endpoint] - before).toBe(1);
    await identity.revoke(accessToken);
    await sleep(CACHE - (Date.now() - known));
    const refused = await ask(proxy(), bearer(accessToken));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="gatehouse", error="invalid_token"');
    expect(await reasonOf(proxy(), refused)).toBe('token-inactive');
  });

  it('beside somebody else’s ID token proves nobody', async () => {
    const [alice, bob] = await Promise.all([identity.opaqueTokenFor('alice'), identity.opaqueTokenFor('bob')]);
    const refused = await ask(proxy(), { ...bearer(alice.accessToken), 'x-id-token': bob.idToken });
    expect(refused.status).toBe(401);
    expect(await reasonOf(proxy(), refused)).toBe('token-subjects-differ');
    expect(backend.requests).toEqual([]);
  });

  it('waits for the provider to come back: 503 until then, and a word in the log', async () => {
    const { accessToken } = await identity.opaqueTokenFor('alice');
    await identity.fail({ [endpoint]: 'unavailable' });
    const refused = await ask(proxy(), bearer(accessToken));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.text()).toMatch(/introspection-unavailable/);
    await identity.fail({ [endpoint]: 'none' });
    await sleep(1_000);
    expect(await seen(proxy(), bearer(accessToken))).toEqual(['MARK_acme']);
    expect(proxy().events('introspection-failing')).toMatchObject([{ issuer: 'test', by: endpoint }]);
    expect(proxy().events('introspection-recovered')).toHaveLength(1);
  });

  it.each([
    ['a page', { body: '<html>Sign in</html>', contentType: 'text/html' }],
    ['10 MiB', { body: JSON.stringify({ active: true, sub: 'u-alice', pad: 'x'.repeat(10 * 1024 * 1024) }) }],
    ['a list', { body: '[{"active":true,"sub":"u-alice"}]' }],
  ])('lets nobody in by %s', async (_what, answer) => {
    const { accessToken } = await identity.opaqueTokenFor('alice');
    await identity.fail({ [endpoint]: answer });
    expect((await ask(proxy(), bearer(accessToken))).status).toBe(503);
    expect(backend.requests).toEqual([]);
  });

  it('is counted, and shown in the status', async () => {
    const metrics = await (await fetch(`${proxy().adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^gatehouse_introspection_total\{issuer="test",result="active"\} [1-9]/m);
    expect(metrics).toMatch(/^gatehouse_introspection_total\{issuer="test",result="inactive"\} [1-9]/m);
    expect(await (await proxy().admin('/v1/status')).json()).toMatchObject({
      issuers: [{ name: 'test', opaque: { by: endpoint } }],
    });
  });
});

describe('introspection', () => {
  const refusal = async (headers: Record<string, string>, query?: string) =>
    reasonOf(introspecting, await ask(introspecting, headers, query));

  it('of a machine’s token names no subject', async () => {
    expect(await refusal(bearer(await identity.opaqueMachineToken()))).toBe('token-claim');
  });

  it('takes no refresh token for an access token, although the provider calls it active', async () => {
    const { refreshToken = '' } = await identity.opaqueTokenFor('alice');
    expect(refreshToken).not.toBe('');
    expect(await refusal(bearer(refreshToken))).toBe('token-audience');
  });

  it('is not asked about JSON Web Tokens, tokens in the URL and credentials', async () => {
    const { accessToken } = await identity.opaqueTokenFor('alice');
    const { introspection } = await identity.counters();
    const foreign = await identity.mint({ claims: { iss: 'https://other.example' } });
    expect(await refusal(bearer(foreign))).toBe('token-issuer-unknown');
    expect(await refusal({}, `&access_token=${accessToken}&token=${accessToken}`)).toBe('token-missing');
    expect(await refusal(bearer(`gate_${'x'.repeat(43)}`))).toMatch(/^credential-/);
    expect((await identity.counters()).introspection).toBe(introspection);
    expect(backend.requests).toEqual([]);
  });

  it('refuses made-up tokens, however many, and goes on knowing the good one', async () => {
    const { accessToken } = await identity.opaqueTokenFor('alice');
    const crowd = Array.from({ length: 200 }, (_, index) => ask(introspecting, bearer(`made-up-${index}`)));
    expect(await seen(introspecting, bearer(accessToken))).toEqual(['MARK_acme']);
    for (const response of await Promise.all(crowd)) {
      expect([401, 503]).toContain(response.status);
      await response.text();
    }
    expect(backend.requests).toHaveLength(1);
  });
});

it('userinfo is warned of at start, introspection is not', () => {
  expect(byUserinfo.events('audience-unchecked')).toMatchObject([{ level: 'warn', issuer: 'test' }]);
  expect(introspecting.events('audience-unchecked')).toEqual([]);
});
