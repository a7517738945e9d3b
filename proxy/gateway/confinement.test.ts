import { checkPolicy, decide, indexPolicy, type Subject } from '@gatehouse/model';
import { type BackendConfig, backendSchema } from '../config/schema';
import { confine } from './confinement';
import { ENDPOINTS } from './endpoints';
import { rewrite } from './rewrite';

const BACKENDS: BackendConfig[] = [
  { name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://vmselect:8481'] },
  { name: 'single', kind: 'victoriametrics', url: 'http://vm:8428' },
  { name: 'mimir', kind: 'mimir', url: 'http://mimir:8080' },
].map((backend) => backendSchema.parse(backend));

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

function confined(grants: Array<{ tenant: string; filters?: string[] }>, backends = BACKENDS) {
  const mappings = [
    { name: 'm', principals: ['user:alice'], grants: grants.map((grant) => ({ access: 'read', ...grant })) },
  ];
  const { policy, problems } = checkPolicy({ tenants: TENANTS, mappings }, undefined, 0);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  const decision = decide(indexPolicy(policy), alice, { access: 'read' }, 0);
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
      pathPrefix: '/select/1:0/prometheus',
      extraQuery: '',
      filtered: false,
      origins: ['http://vmselect:8481'],
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
      'extra_filters[] {a="1"}',
    ]);
  });

  test('several cluster tenants carry their ids in every filter', () => {
    const both = confined([
      { tenant: 'acme', filters: ['{a="1"}'] },
      { tenant: 'globex', filters: ['{a="1"}'] },
    ]);
    expect(both.pathPrefix).toBe('/select/multitenant/prometheus');
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
      'extra_filters[] {tenant="shop",site="a\\"b\\\\c",a="1"}',
      'extra_filters[] {tenant="shop",site="a\\"b\\\\c",b="2"}',
      'extra_filters[] {tenant="depot"}',
    ]);
  });

  test('the whole node lifts the narrowing of its parts, the filtered node does not', () => {
    expect(extraOf([{ tenant: 'node' }, { tenant: 'depot' }])).toEqual([]);
    expect(extraOf([{ tenant: 'node', filters: ['{a="1"}'] }, { tenant: 'depot' }])).toEqual([
      'extra_filters[] {a="1"}',
      'extra_filters[] {tenant="depot"}',
    ]);
  });

  test('Mimir is told its tenants in the header', () => {
    expect(confined([{ tenant: 'pay' }, { tenant: 'tax' }])).toMatchObject({
      pathPrefix: '/prometheus',
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

describe('rewrite', () => {
  const [query, , , , , exemplars] = ENDPOINTS;
  const narrow = () => confined([{ tenant: 'acme', filters: ['{a="1"}'] }]);

  test('puts ours into the URL and the parameters of a POST into the body', () => {
    expect(
      query && rewrite(query, query.path, narrow(), [['query', 'up & down']], 'POST', { 'accept-encoding': 'gzip' })
    ).toMatchObject({
      origins: ['http://vmselect:8481'],
      method: 'POST',
      path: '/select/1:0/prometheus/api/v1/query?extra_filters%5B%5D=%7Ba%3D%221%22%7D',
      headers: { 'accept-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'query=up%20%26%20down',
    });
  });

  test('puts everything into the URL of a GET', () => {
    expect(query && rewrite(query, query.path, narrow(), [['query', 'up']], 'GET', {})).toMatchObject({
      path: '/select/1:0/prometheus/api/v1/query?extra_filters%5B%5D=%7Ba%3D%221%22%7D&query=up',
      body: undefined,
    });
  });

  test('refuses an endpoint that cannot be narrowed to whoever must be', () => {
    const ask = () => exemplars && rewrite(exemplars, exemplars.path, narrow(), [], 'GET', {});
    expect(ask).toThrow(expect.objectContaining({ status: 403, reason: 'filter-unsupported' }));
  });
});
