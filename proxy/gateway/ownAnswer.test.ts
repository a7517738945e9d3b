import type { Allowed } from '@gatehouse/model';
import { backendSchema } from '../config/schema';
import { ENDPOINTS } from './endpoints';
import { ownAnswer } from './ownAnswer';

function decisionFor(...tenants: Array<Allowed['tenants'][number]['tenant']>): Allowed {
  const allowed = tenants.map((tenant) => ({ tenant, filters: undefined }));
  return { tenants: allowed, backend: 'cluster' } as unknown as Allowed;
}
const acme = { name: 'acme', backend: 'cluster', account: 10, project: 0 };
const globex = { name: 'globex', backend: 'cluster', account: 2, project: 0 };

const endpoint = (path: string) => {
  const found = ENDPOINTS.find((one) => one.path === path);
  if (found === undefined) {
    throw new Error(`no endpoint ${path}`);
  }
  return found;
};

const CLUSTER = backendSchema.parse({ name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://c'] });
const SINGLE = backendSchema.parse({ name: 'cluster', kind: 'victoriametrics', url: 'http://s' });
const MIMIR = backendSchema.parse({ name: 'cluster', kind: 'mimir', url: 'http://m' });

function answered(confinement: Parameters<typeof ownAnswer>[2]): string[] {
  return ENDPOINTS.filter((one) => ownAnswer(one, one.path, confinement) !== undefined).map(({ path }) => path);
}

const RULES = ['/api/v1/rules', '/api/v1/alerts', '/api/v1/notifiers'];
const BUILD = '/api/v1/status/buildinfo';
const EMPTY = ['/api/v1/query_exemplars', '/api/v1/metadata'];

test('somebody with filters gets answers to what Grafana asks on every page', () => {
  expect(answered({ decision: decisionFor(acme), filtered: true, backend: CLUSTER })).toEqual([
    ...EMPTY,
    ...RULES,
    BUILD,
  ]);
  expect(answered({ decision: decisionFor(acme), filtered: true, backend: SINGLE })).toEqual([
    ...EMPTY,
    ...RULES,
    BUILD,
  ]);
});

test('rules are shown where they are the tenant’s alone', () => {
  expect(answered({ decision: decisionFor(acme), filtered: false, backend: CLUSTER })).toEqual([...RULES, BUILD]);
  const shared = { ...CLUSTER, sharedRules: true };
  expect(answered({ decision: decisionFor(acme), filtered: false, backend: shared })).toEqual([BUILD]);
  expect(answered({ decision: decisionFor(acme), filtered: true, backend: shared })).toEqual([
    ...EMPTY,
    ...RULES,
    BUILD,
  ]);
  expect(answered({ decision: decisionFor(acme), filtered: false, backend: SINGLE })).toEqual([BUILD]);
});

test('Mimir has rules of one tenant, and a build of its own', () => {
  expect(answered({ decision: decisionFor(acme), filtered: false, backend: MIMIR })).toEqual(['/api/v1/notifiers']);
  expect(answered({ decision: decisionFor(acme, globex), filtered: false, backend: MIMIR })).toEqual(RULES);
});

describe('the ids of several tenants', () => {
  const values = endpoint('/api/v1/label/:label/values');
  const both = { decision: decisionFor(acme, globex), filtered: true, backend: CLUSTER };

  test.each([
    ['/api/v1/label/vm_account_id/values', { data: ['10', '2'] }],
    ['/api/v1/label/vm_project_id/values', { data: ['0'] }],
    // Newer versions decode names in Prometheus' spelling for all characters.
    ['/api/v1/label/U__vm__account__id/values', { data: ['10', '2'] }],
    ['/api/v1/label/U__vm_5F_account_5f_id/values', { data: ['10', '2'] }],
    ['/api/v1/label/U___76__6d___project__id/values', { data: ['0'] }],
    ['/api/v1/label/U__vm_account_id/values', undefined],
    ['/api/v1/label/U__vm__account__id_/values', undefined],
    ['/api/v1/label/team/values', undefined],
  ])('%s names the permitted ones only', (path, expected) => {
    expect(ownAnswer(values, path, both)).toEqual(expected);
  });

  test('are not made up for a single tenant', () => {
    const one = { decision: decisionFor(acme), filtered: false, backend: CLUSTER };
    expect(ownAnswer(values, '/api/v1/label/vm_account_id/values', one)).toBeUndefined();
  });
});
