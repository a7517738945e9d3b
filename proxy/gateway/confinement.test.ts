import { Readable } from 'node:stream';
import { checkPolicy, decide, indexPolicy, type Subject } from '@gatehouse/model';
import { type BackendConfig, backendSchema } from '../config/schema';
import { confine, type Confinement } from './confinement';
import { createEndpointLookup } from './endpoint';
import { rewrite } from './rewrite';

const BACKENDS: BackendConfig[] = [
  { name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://vmselect:8481'], write: ['http://vminsert:8480'] },
  { name: 'single', kind: 'victoriametrics', url: 'http://vm:8428' },
  { name: 'mimir', kind: 'mimir', url: 'http://mimir:8080' },
].map((backend) => backendSchema.parse(backend));
const BACKENDS_WITHOUT_WRITE = BACKENDS.map((backend) => ({ ...backend, write: [] }));

const alice: Subject = { issuer: 'i', kind: 'user', id: 'alice', emailVerified: false, groups: [], claims: {} };

const TENANTS = [
  { name: 'acme', backend: 'cluster', account: 1 },
  { name: 'globex', backend: 'cluster', account: 2, project: 3 },
  { name: 'shop', backend: 'single', labels: { tenant: 'shop', site: 'a"b\\c' } },
  { name: 'depot', backend: 'single', labels: { tenant: 'depot' } },
  { name: 'node', backend: 'single' },
  { name: 'pay', backend: 'mimir', org: 'pay' },
  { name: 'tax', backend: 'mimir', org: 'tax' },
];

function confined(
  grants: Array<{ tenant: string; filters?: string[] }>,
  backends = BACKENDS,
  access: 'read' | 'write' = 'read'
): Confinement {
  const mappings = [{ name: 'm', principals: ['user:alice'], grants: grants.map((grant) => ({ access, ...grant })) }];
  const { policy, problems } = checkPolicy({ tenants: TENANTS, mappings }, undefined, 0);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  const decision = decide(indexPolicy(policy), alice, { access }, 0);
  if (!decision.allowed) {
    throw new Error(decision.message);
  }
  return confine(decision, new Map(backends.map((backend) => [backend.name, backend])));
}

function extraOf(grants: Parameters<typeof confined>[0]): string[] {
  return [...new URLSearchParams(confined(grants).extraQuery)].map(([name, value]) => `${name} ${value}`);
}

describe('what narrows a query', () => {
  test('a whole cluster tenant is narrowed by its path alone', () => {
    expect(confined([{ tenant: 'acme' }])).toMatchObject({
      tenantPath: '/select/1:0',
      extraQuery: '',
      filtered: false,
      backend: { read: ['http://vmselect:8481'], write: ['http://vminsert:8480'] },
    });
  });

  test('filters become extra_filters[], one each', () => {
    expect(extraOf([{ tenant: 'globex', filters: ['{b="2"}', '{a=~"x|y"}'] }])).toEqual([
      'extra_filters[] {a=~"x|y"}',
      'extra_filters[] {b="2"}',
    ]);
  });

  test('the labels of a single node become extra_label, as they are', () => {
    expect(extraOf([{ tenant: 'shop', filters: ['{a="1"}'] }])).toEqual([
      'extra_label tenant=shop',
      'extra_label site=a"b\\c',
      'extra_label Tenant=',
      'extra_label \0\x010=',
      'extra_filters[] {a="1"}',
    ]);
  });

  test('several cluster tenants carry their ids in every filter', () => {
    const both = confined([
      { tenant: 'acme', filters: ['{a="1"}'] },
      { tenant: 'globex', filters: ['{a="1"}'] },
    ]);
    expect(both.tenantPath).toBe('/select/multitenant');
    expect(new URLSearchParams(both.extraQuery).getAll('extra_filters[]')).toEqual([
      '{vm_account_id="1",vm_project_id="0",a="1"}',
      '{vm_account_id="2",vm_project_id="3",a="1"}',
    ]);
  });

  test('several whole cluster tenants are still narrowed to themselves', () => {
    expect(extraOf([{ tenant: 'acme' }, { tenant: 'globex' }])).toEqual([
      'extra_filters[] {vm_account_id="1",vm_project_id="0"}',
      'extra_filters[] {vm_account_id="2",vm_project_id="3"}',
    ]);
  });

  test('several tenants of a single node carry their labels, quoted, in every filter', () => {
    expect(extraOf([{ tenant: 'shop', filters: ['{a="1"}', '{b="2"}'] }, { tenant: 'depot' }])).toEqual([
      'extra_filters[] {tenant="shop",site="a\\"b\\\\c",Tenant="",\\x00\\x01\\x30="",a="1"}',
      'extra_filters[] {tenant="shop",site="a\\"b\\\\c",Tenant="",\\x00\\x01\\x30="",b="2"}',
      'extra_filters[] {tenant="depot",Tenant="",\\x00\\x01\\x30=""}',
    ]);
  });

  test('the whole node lifts the narrowing of its parts, the filtered node does not', () => {
    expect(extraOf([{ tenant: 'node' }, { tenant: 'depot' }])).toEqual([]);
    expect(extraOf([{ tenant: 'node', filters: ['{a="1"}'] }, { tenant: 'depot' }])).toEqual([
      'extra_filters[] {a="1"}',
      'extra_filters[] {tenant="depot",Tenant="",\\x00\\x01\\x30=""}',
    ]);
  });

  test('Mimir is told its tenants in the header', () => {
    expect(confined([{ tenant: 'pay' }, { tenant: 'tax' }])).toMatchObject({
      tenantPath: '',
      headers: { 'x-scope-orgid': 'pay|tax' },
    });
  });

  test.each([
    ['is gone', []],
    ['is of another kind', [backendSchema.parse({ name: 'cluster', kind: 'victoriametrics', url: 'http://vm' })]],
    ['is Mimir now', [backendSchema.parse({ name: 'cluster', kind: 'mimir', url: 'http://vm' })]],
  ])('nothing is asked when the backend %s', (_name, backends) => {
    expect(() => confined([{ tenant: 'acme' }], backends)).toThrow(
      expect.objectContaining({ status: 503, reason: 'backend-mismatch' })
    );
  });
});

test('more filters than VictoriaMetrics would read are refused, not left out', () => {
  // A grant has at most a hundred filters; several add up.
  const grants = (count: number) =>
    Array.from({ length: count }, (_, grant) => ({
      tenant: 'acme',
      filters: Array.from({ length: 100 }, (_one, index) => `{a="${grant}-${index}"}`),
    }));
  expect(confined(grants(20)).filtered).toBe(true);
  expect(() => confined(grants(21))).toThrow(expect.objectContaining({ status: 403, reason: 'filters-too-many' }));
});

describe('what is stamped on a write', () => {
  const stamped = (tenant: string, filters?: string[]) => confined([{ tenant, filters }], BACKENDS, 'write');

  test('nothing, where the tenant is a path of a cluster', () => {
    expect(stamped('globex')).toMatchObject({ tenantPath: '/insert/2:3', extraQuery: '', filtered: false });
  });

  test("the filter's labels, and the tenant's own", () => {
    expect(decodeURIComponent(stamped('acme', ['{team="dev",zone="a b"}']).extraQuery)).toBe(
      'extra_label=team=dev&extra_label=zone=a b'
    );
    expect(decodeURIComponent(stamped('shop', ['{team="dev"}']).extraQuery)).toBe(
      'extra_label=team=dev&extra_label=tenant=shop&extra_label=site=a"b\\c'
    );
  });

  test('a whole node and a Mimir tenant get none', () => {
    expect(stamped('node')).toMatchObject({ tenantPath: '', extraQuery: '' });
    expect(stamped('pay')).toMatchObject({ extraQuery: '', headers: { 'x-scope-orgid': 'pay' } });
  });
});

describe('rewrite', () => {
  const lookUp = createEndpointLookup();
  const narrow = () => confined([{ tenant: 'acme', filters: ['{a="1"}'] }]);
  const path = (method: 'GET' | 'POST', url: string, confinement: Confinement) =>
    rewrite(lookUp(url, method), confinement, [], { method, headers: {} }).path;

  test('puts ours into the URL and the parameters of a POST into the body', () => {
    const passed = { method: 'POST', headers: { 'accept-encoding': 'gzip' } } as const;
    expect(rewrite(lookUp('/api/v1/query', 'POST'), narrow(), [['query', 'up & down']], passed)).toEqual({
      origins: ['http://vmselect:8481'],
      method: 'POST',
      path: '/select/1:0/prometheus/api/v1/query?extra_filters%5B%5D=%7Ba%3D%221%22%7D',
      headers: { 'accept-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'query=up%20%26%20down',
      bound: 'answer',
      timeout: 120_000,
      idempotent: true,
    });
  });

  test('puts everything into the URL of a GET', () => {
    const passed = { method: 'GET', headers: {} } as const;
    expect(rewrite(lookUp('/api/v1/query', 'GET'), narrow(), [['query', 'up']], passed)).toMatchObject({
      path: '/select/1:0/prometheus/api/v1/query?extra_filters%5B%5D=%7Ba%3D%221%22%7D&query=up',
      body: undefined,
    });
  });

  test('streams a write, with its parameters and the stamps in the URL', () => {
    const body = Readable.from(['1,2']);
    const confinement = confined([{ tenant: 'depot' }], BACKENDS, 'write');
    const passed = { method: 'POST', headers: { 'content-length': '3' }, openBody: () => body } as const;
    expect(rewrite(lookUp('/api/v1/import/csv', 'POST'), confinement, [['format', '1:metric:m']], passed)).toEqual({
      origins: ['http://vm:8428'],
      method: 'POST',
      path: '/api/v1/import/csv?extra_label=tenant%3Ddepot&format=1%3Ametric%3Am',
      headers: { 'content-length': '3' },
      body,
      bound: 'pause',
      timeout: 120_000,
      idempotent: false,
    });
  });

  test.each([
    ['GET', '/prometheus/api/v1/label/job/values', '/select/1:0/prometheus/api/v1/label/job/values'],
    ['GET', '/federate', '/select/1:0/prometheus/federate'],
    ['GET', '/render', '/select/1:0/graphite/render'],
    ['GET', '/graphite/tags/autoComplete/tags', '/select/1:0/graphite/tags/autoComplete/tags'],
    ['GET', '/vmui/', '/select/1:0/vmui/'],
    ['GET', '/vmui/assets/index.js', '/select/1:0/vmui/assets/index.js'],
    ['POST', '/api/v1/push', '/insert/1:0/prometheus/api/v1/write'],
    [
      'POST',
      '/api/v1/import/prometheus/metrics/job/a/b/c',
      '/insert/1:0/prometheus/api/v1/import/prometheus/metrics/job/a/b/c',
    ],
    ['POST', '/write', '/insert/1:0/influx/write'],
    ['POST', '/datadog/intake/', '/insert/1:0/datadog/intake'],
    ['POST', '/otlp/v1/metrics', '/insert/1:0/opentelemetry/v1/metrics'],
  ] as const)('%s %s is %s on a cluster', (method, url, expected) => {
    const { endpoint } = lookUp(url, method);
    expect(path(method, url, confined([{ tenant: 'acme' }], BACKENDS, endpoint.access))).toBe(expected);
  });

  test.each([
    ['GET', '/api/v1/query', '/prometheus/api/v1/query'],
    ['POST', '/api/v1/write', '/api/v1/push'],
    ['POST', '/opentelemetry/v1/metrics', '/otlp/v1/metrics'],
  ] as const)('%s %s is %s on Mimir', (method, url, expected) => {
    const { endpoint } = lookUp(url, method);
    expect(path(method, url, confined([{ tenant: 'pay' }], BACKENDS, endpoint.access))).toBe(expected);
  });

  test.each([
    ['/render', [{ tenant: 'pay' }], 404, 'endpoint-unsupported'],
    ['/api/v1/status/active_queries', [{ tenant: 'acme' }], 404, 'endpoint-unsupported'],
    ['/api/v1/status/top_queries', [{ tenant: 'acme' }], 404, 'endpoint-unsupported'],
    ['/tags/findSeries', [{ tenant: 'acme' }, { tenant: 'globex' }], 403, 'tenant-ambiguous'],
    ['/api/v1/series/count', [{ tenant: 'acme', filters: ['{a="1"}'] }], 403, 'filter-unsupported'],
    ['/api/v1/series/count', [{ tenant: 'shop' }], 403, 'filter-unsupported'],
    ['/api/v1/series/count', [{ tenant: 'acme' }, { tenant: 'globex' }], 403, 'filter-unsupported'],
    ['/api/v1/query_exemplars', [{ tenant: 'acme', filters: ['{a="1"}'] }], 403, 'filter-unsupported'],
  ])('%s of %j is refused with %i %s', (url, grants, status, reason) => {
    expect(() => path('GET', url, confined(grants))).toThrow(expect.objectContaining({ status, reason }));
  });

  test('what cannot be held to a stamp is written only where none is needed', () => {
    const url = '/zabbixconnector/api/v1/history';
    expect(path('POST', url, confined([{ tenant: 'acme' }], BACKENDS, 'write'))).toBe(`/insert/1:0${url}`);
    expect(() => path('POST', url, confined([{ tenant: 'depot' }], BACKENDS, 'write'))).toThrow(
      expect.objectContaining({ status: 403, reason: 'stamp-unsupported' })
    );
  });

  test.each(['/api/v1/write', '/opentsdb/api/put'])('%s needs a URL to go to', (url) => {
    expect(() => path('POST', url, confined([{ tenant: 'acme' }], BACKENDS_WITHOUT_WRITE, 'write'))).toThrow(
      expect.objectContaining({ status: 503, reason: 'write-unconfigured' })
    );
  });
});
