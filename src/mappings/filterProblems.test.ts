import type { Access, Tenant } from '@gatehouse/model';
import { tenantNamed } from '../test/policies';
import { filterProblems } from './filterProblems';
import { emptyGrant } from './mappingForm';

const mimir: Tenant = { name: 'payments', backend: 'mimir', org: 'payments' };

function problemsOf(tenant: Tenant, access: Access, ...filters: string[]) {
  const grant = { ...emptyGrant(tenant.name), access, filters: filters.map((text) => ({ text })) };
  const { ofAll, ofOne } = filterProblems(tenant, grant, 'm');
  return [...ofAll, ...[...ofOne].map(([position, problem]) => `${position}: ${problem}`)];
}

describe('filterProblems', () => {
  it.each<[string, Tenant, Access, string[], string | undefined]>([
    ['reading with several filters', tenantNamed('acme'), 'read', ['{a="1"}', '{b=~"2|3"}'], undefined],
    ['writing with one label', tenantNamed('acme'), 'write', ['{team="dev"}'], undefined],
    ['writing with a pattern', tenantNamed('acme'), 'write', ['{team=~"dev|ops"}'], 'grants writing'],
    ['writing with two filters', tenantNamed('acme'), 'read-write', ['{a="1"}', '{a="2"}'], 'grants writing'],
    ['filters on Mimir', mimir, 'read', ['{a="1"}'], 'Mimir cannot narrow'],
    ['nothing typed yet', tenantNamed('acme'), 'write', [''], undefined],
    ['what cannot be read yet', tenantNamed('acme'), 'write', ['{team'], undefined],
  ])('knows %s', (_name, tenant, access, filters, said) => {
    expect(problemsOf(tenant, access, ...filters)).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  });
});
