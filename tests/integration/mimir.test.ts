import { type Mimir, startMimir } from '../../dev/mimir';
import { type IdentityProcess, startIdentityProcess } from '../../dev/identity/client';
import { type Proxy, publish, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [
    { name: 'payments', backend: 'mimir', org: 'payments' },
    { name: 'orders', backend: 'mimir', org: 'orders' },
    { name: 'secret', backend: 'mimir', org: 'secret' },
  ],
  mappings: [
    { name: 'one', principals: ['group:acme-dev'], grants: [{ tenant: 'payments', access: 'read' }] },
    {
      name: 'two',
      principals: ['group:platform'],
      grants: [
        { tenant: 'payments', access: 'read' },
        { tenant: 'orders', access: 'read' },
      ],
    },
    { name: 'agents', principals: ['user:vmagent'], grants: [{ tenant: 'orders', access: 'write' }] },
  ],
};

type Caller = 'alice' | 'carol' | 'mallory' | 'vmagent';

let identity: IdentityProcess;
let mimir: Mimir;
let proxy: Proxy;
const tokens = new Map<Caller, string>();

beforeAll(async () => {
  [identity, mimir] = await Promise.all([startIdentityProcess(), startMimir()]);
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'test', issuer: identity.issuer, audience: ['grafana'] }],
      backends: [{ name: 'mimir', kind: 'mimir', url: mimir.url }],
    },
  });
  await proxy.put(POLICY);
  for (const person of ['alice', 'carol', 'mallory'] as const) {
    tokens.set(person, (await identity.tokenFor(person)).accessToken);
  }
  tokens.set('vmagent', await identity.machineToken('vmagent'));
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([identity.close(), mimir.close()]);
}, 30_000);

beforeEach(() => {
  mimir.requests.length = 0;
});

/** Sends a request as somebody; `json` is undefined where the answer is none. */
async function ask(caller: Caller, path: string, init: RequestInit = {}) {
  const headers = { ...init.headers, authorization: `Bearer ${tokens.get(caller)}` };
  const response = await fetch(proxy.url + path, { ...init, headers });
  const text = await response.text();
  return { status: response.status, text, json: parse(text) };
}

function parse(text: string): { data?: unknown } | undefined {
  try {
    return JSON.parse(text) as { data?: unknown };
  } catch {
    return undefined;
  }
}

/** What reached Mimir: path, and for whom. */
const reached = () => mimir.requests.map(({ url, headers }) => [url.split('?')[0], headers['x-scope-orgid']]);

const READS = [
  ['GET', '/api/v1/query?query=up', '/prometheus/api/v1/query'],
  ['POST', '/api/v1/query', '/prometheus/api/v1/query'],
  ['GET', '/prometheus/api/v1/query?query=up', '/prometheus/api/v1/query'],
  ['GET', '/api/v1/query_range?query=up&start=1&end=2&step=1', '/prometheus/api/v1/query_range'],
  ['POST', '/api/v1/series', '/prometheus/api/v1/series'],
  ['GET', '/api/v1/labels', '/prometheus/api/v1/labels'],
  ['GET', '/api/v1/label/org/values', '/prometheus/api/v1/label/org/values'],
  ['GET', '/api/v1/metadata', '/prometheus/api/v1/metadata'],
  ['POST', '/api/v1/query_exemplars', '/prometheus/api/v1/query_exemplars'],
  ['GET', '/api/v1/status/buildinfo', '/prometheus/api/v1/status/buildinfo'],
] as const;

const form = (method: string): RequestInit =>
  method === 'POST' ? { method, body: new URLSearchParams({ query: 'up', 'match[]': 'up' }) } : { method };

describe('queries', () => {
  test.each(READS)('%s %s is asked of the one tenant', async (method, path, upstream) => {
    expect(await ask('alice', path, form(method))).toMatchObject({ status: 200 });
    expect(reached()).toEqual([[upstream, 'payments']]);
  });

  test.each(READS)('%s %s is asked of all tenants of the caller at once', async (method, path, upstream) => {
    expect(await ask('carol', path, form(method))).toMatchObject({ status: 200 });
    expect(reached()).toEqual([[upstream, 'payments|orders']]);
  });

  test('show whose series they are when they were asked of several tenants', async () => {
    const metrics = async (caller: Caller, path: string) =>
      ((await ask(caller, path)).json?.data as { result: Array<{ metric: Record<string, string> }> }).result.map(
        ({ metric }) => metric.__tenant_id__ ?? metric.org
      );
    // A real Mimir has no samples for these tenants; there only the requests can be looked at, as above.
    const all = mimir.real ? [] : ['orders', 'payments'];
    expect(await metrics('carol', '/api/v1/query?query=up')).toEqual(all);
    expect(await metrics('alice', '/api/v1/query?query=up')).toEqual(all.slice(1));
    expect(await metrics('carol', '/tenant/orders/api/v1/query?query=up')).toEqual(all.slice(0, 1));
  });

  test('name one of several tenants in the URL or in the header', async () => {
    await ask('carol', '/tenant/orders/api/v1/query?query=up');
    await ask('carol', '/api/v1/query?query=up', { headers: { 'X-Gatehouse-Tenant': 'payments' } });
    expect(reached().map(([, org]) => org)).toEqual(['orders', 'payments']);
  });

  test.each([
    ['mallory', '/api/v1/query?query=up', 'no-mapping'],
    ['alice', '/tenant/orders/api/v1/query?query=up', 'tenant-not-granted'],
    ['alice', '/tenant/secret/api/v1/query?query=up', 'tenant-not-granted'],
    ['vmagent', '/api/v1/query?query=up', 'read-not-granted'],
  ] as const)('of %s at %s are refused, and nothing reaches Mimir', async (caller, path, reason) => {
    expect(await ask(caller, path)).toMatchObject({ status: 403, text: expect.stringContaining(`(${reason},`) });
    expect(reached()).toEqual([]);
  });
});

test.each(['X-Scope-OrgID', 'x-scope-orgid', 'X_Scope_OrgID', 'X-Scope-OrgId'])(
  'the client’s own %s never passes',
  async (name) => {
    for (const [caller, own] of [
      ['alice', 'payments'],
      ['carol', 'payments|orders'],
    ] as const) {
      mimir.requests.length = 0;
      await ask(caller, '/api/v1/query?query=up', { headers: { [name]: 'secret' } });
      expect(mimir.requests).toEqual([
        expect.objectContaining({ headers: expect.objectContaining({ 'x-scope-orgid': own }) }),
      ]);
      expect(JSON.stringify(mimir.requests)).not.toContain('secret');
    }
  }
);

test('filters of the client reach Mimir as little as they would help there', async () => {
  await ask('alice', '/api/v1/query?query=up&extra_label=org%3Dsecret&extra_filters[]=%7B%7D');
  expect(mimir.requests.map(({ parameters }) => parameters)).toEqual([[['query', 'up']]]);
});

describe('rules and alerts', () => {
  test.each(['rules', 'alerts'])('%s of one tenant are Mimir’s', async (what) => {
    expect(await ask('alice', `/api/v1/${what}`)).toMatchObject({ status: 200 });
    expect(reached()).toEqual([[`/prometheus/api/v1/${what}`, 'payments']]);
  });

  test.each([
    ['rules', { groups: [] }],
    ['alerts', { alerts: [] }],
  ])('%s of several tenants, which Mimir’s ruler refuses, are answered with none', async (what, data) => {
    expect(await ask('carol', `/api/v1/${what}`)).toMatchObject({ status: 200, json: { data } });
    expect(reached()).toEqual([]);
  });
});

describe('writes', () => {
  // An empty remote write: snappy of nothing, and nothing is a valid empty protobuf message.
  const SNAPPY_OF_NOTHING = Buffer.from([0]);
  const remoteWrite = {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: SNAPPY_OF_NOTHING,
  };

  test.each(['/api/v1/write', '/api/v1/push', '/prometheus/api/v1/write', '/tenant/orders/api/v1/push'])(
    'by remote write at %s go to /api/v1/push for the one tenant, as they are',
    async (path) => {
      expect(await ask('vmagent', path, remoteWrite)).toMatchObject({ status: 200 });
      expect(reached()).toEqual([['/api/v1/push', 'orders']]);
      expect(mimir.requests).toEqual([
        expect.objectContaining({
          url: '/api/v1/push',
          rawBody: SNAPPY_OF_NOTHING,
          headers: expect.objectContaining(remoteWrite.headers),
        }),
      ]);
      expect(mimir.requests[0]?.headers).not.toHaveProperty('authorization');
    }
  );

  test.each(['application/x-protobuf', 'application/json'])('by OpenTelemetry in %s', async (type) => {
    const body = Buffer.from(type === 'application/json' ? '{"resourceMetrics":[]}' : '');
    for (const path of ['/otlp/v1/metrics', '/opentelemetry/v1/metrics']) {
      expect(await ask('vmagent', path, { method: 'POST', headers: { 'content-type': type }, body })).toMatchObject({
        status: 200,
      });
    }
    const [first, second] = mimir.requests;
    expect(reached()).toEqual([
      ['/otlp/v1/metrics', 'orders'],
      ['/otlp/v1/metrics', 'orders'],
    ]);
    expect(first?.headers['content-type']).toBe(type);
    expect(second?.rawBody).toEqual(first?.rawBody);
  });

  test.each(['alice', 'carol', 'mallory'] as const)('of %s, who may not write, are refused', async (caller) => {
    expect(await ask(caller, '/api/v1/push', remoteWrite)).toMatchObject({ status: 403 });
    expect(await ask(caller, '/tenant/orders/api/v1/push', remoteWrite)).toMatchObject({ status: 403 });
    expect(reached()).toEqual([]);
  });
});

test.each([
  ['GET', '/graphite/render?target=a'],
  ['GET', '/render?target=a'],
  ['GET', '/metrics/find?query=*'],
  ['GET', '/tags/findSeries?expr=a'],
  ['GET', '/api/v1/export?match[]=up'],
  ['GET', '/api/v1/export/native?match[]=up'],
  ['GET', '/federate?match[]=up'],
  ['GET', '/vmui/'],
  ['GET', '/api/v1/status/tsdb'],
  ['GET', '/api/v1/status/top_queries'],
  ['GET', '/prettify-query?query=up'],
  ['POST', '/api/v1/import'],
  ['POST', '/api/v1/import/prometheus/metrics/job/a'],
  ['POST', '/influx/write'],
  ['POST', '/datadog/api/v1/series'],
  ['POST', '/opentsdb/api/put'],
])('%s %s, which Mimir does not have, is not found', async (method, path) => {
  const caller = method === 'POST' ? 'vmagent' : 'alice';
  expect(await ask(caller, path, { method })).toMatchObject({
    status: 404,
    text: expect.stringContaining('(endpoint-unsupported,'),
  });
  expect(reached()).toEqual([]);
});

test.each([
  '/config',
  '/api/v1/read',
  '/prometheus/api/v1/read',
  '/prometheus/config/v1/rules',
  '/prometheus/api/v1/cardinality/label_names',
  '/distributor/all_user_stats',
  '/ingester/flush',
  '/ruler/rule_groups',
  '/compactor/delete_tenant',
  '/alertmanager/api/v2/alerts',
  '/multitenant_alertmanager/configs',
  '/api/v1/user_limits',
  '/api/v1/push/influx/write',
])('%s of Mimir is served to nobody', async (path) => {
  for (const caller of ['alice', 'vmagent'] as const) {
    for (const method of ['GET', 'POST']) {
      expect(await ask(caller, path, { method })).toMatchObject({ status: 404 });
    }
  }
  expect(reached()).toEqual([]);
});

describe('what may be published', () => {
  const save = async (policy: unknown) => {
    const { revision } = (await (await proxy.admin('/v1/policy')).json()) as { revision: number };
    const response = await publish(proxy.admin, revision, policy, 'test');
    return { status: response.status, text: await response.text() };
  };
  const withOrg = (org: string) => ({
    ...POLICY,
    tenants: [...POLICY.tenants, { name: 'more', backend: 'mimir', org }],
  });

  test.each(['', '.', '..', '__mimir_cluster', 'a|b', 'a:b', 'a b', 'a,b', 'a/b', 'ä', 'a\n', 'a%2f', 'x'.repeat(151)])(
    'is no tenant id %j',
    async (org) => {
      expect(await save(withOrg(org))).toMatchObject({ status: 422 });
    }
  );

  test('is every tenant id that Mimir takes, and it arrives as it is', async () => {
    const org = "AZaz09!-_.*'()".padEnd(150, 'x');
    await proxy.put({
      ...withOrg(org),
      mappings: [{ name: 'more', principals: ['group:acme-dev'], grants: [{ tenant: 'more', access: 'read' }] }],
    });
    expect(await ask('alice', '/api/v1/query?query=up')).toMatchObject({ status: 200 });
    expect(reached()).toEqual([['/prometheus/api/v1/query', org]]);
    await proxy.put(POLICY);
  });

  test.each(['read', 'write', 'read-write'])('is no filter on a grant to %s', async (access) => {
    const grants = [{ tenant: 'payments', access, filters: ['{team="dev"}'] }];
    const saved = await save({ ...POLICY, mappings: [{ name: 'one', principals: ['group:acme-dev'], grants }] });
    expect(saved).toMatchObject({ status: 422, text: expect.stringContaining('Mimir') });
  });
});
