import type { Allowed } from '@gatehouse/model';
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

test('an endpoint that cannot be narrowed is never asked for somebody who must be', () => {
  const asked = ENDPOINTS.filter(
    (one) => ownAnswer(one, one.path, { decision: decisionFor(acme), filtered: true }) === undefined
  );
  expect(asked.filter(({ filtersHonoured }) => !filtersHonoured)).toEqual([]);
  expect(asked).toHaveLength(5);
});

test('rules, alerts and the build are answered for everybody, since no tenant narrows them upstream', () => {
  const whole = { decision: decisionFor(acme), filtered: false };
  const answered = ENDPOINTS.filter((one) => ownAnswer(one, one.path, whole) !== undefined).map(({ path }) => path);
  expect(answered).toEqual(['/api/v1/rules', '/api/v1/alerts', '/api/v1/status/buildinfo']);
});

describe('the ids of several tenants', () => {
  const values = endpoint('/api/v1/label/:name/values');
  const both = { decision: decisionFor(acme, globex), filtered: true };

  test.each([
    ['/api/v1/label/vm_account_id/values', { data: ['10', '2'] }],
    ['/api/v1/label/vm_project_id/values', { data: ['0'] }],
    ['/api/v1/label/team/values', undefined],
  ])('%s names the permitted ones only', (path, expected) => {
    expect(ownAnswer(values, path, both)).toEqual(expected);
  });

  test('are not made up for a single tenant', () => {
    const one = { decision: decisionFor(acme), filtered: false };
    expect(ownAnswer(values, '/api/v1/label/vm_account_id/values', one)).toBeUndefined();
  });
});
