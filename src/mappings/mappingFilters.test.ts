import { draftRows } from '../draft/draftRows';
import { mappingNamed, POLICY } from '../test/policies';
import { type MappingFilters, passes } from './mappingFilters';

const NOW = Date.parse('2027-01-15T00:00:00Z');
const NONE: MappingFilters = { tenant: '', principal: '', effect: '', state: '' };
const globex = mappingNamed('globex');
const policy = {
  ...POLICY,
  mappings: [
    ...POLICY.mappings,
    { ...globex, name: 'old', expires: '2027-01-01T00:00:00Z' },
    { ...globex, name: 'ends', expires: '2027-01-20T00:00:00Z' },
    { name: 'out', principals: ['group:left', 'authenticated'], effect: 'deny' as const, enabled: false },
  ],
};
const rows = draftRows(policy.mappings, [{ before: globex, after: undefined }]);
const found = (filters: Partial<MappingFilters>) =>
  rows
    .filter((row) =>
      passes(row, { ...NONE, ...filters }, NOW, (name) => name === 'acme-developers' || name === 'globex')
    )
    .map(({ item }) => item.name);

describe('passes', () => {
  it.each<[Partial<MappingFilters>, string[]]>([
    [{}, ['acme-developers', 'ends', 'globex', 'old', 'out']],
    [{ tenant: 'acme' }, ['acme-developers']],
    [{ tenant: 'acm' }, []],
    [{ principal: 'group' }, ['acme-developers', 'out']],
    [{ principal: 'group:left' }, ['out']],
    [{ principal: 'group:le' }, []],
    [{ principal: 'authenticated' }, ['out']],
    [{ effect: 'deny' }, ['out']],
    [{ state: 'enabled' }, ['acme-developers', 'ends']],
    [{ state: 'expires-soon' }, ['ends']],
    [{ state: 'expired' }, ['old']],
    [{ state: 'disabled' }, ['out']],
    [{ state: 'changed' }, ['globex']],
    [{ state: 'warned' }, ['acme-developers']],
    [{ state: 'no such state' }, []],
    [{ principal: 'group', effect: 'allow' }, ['acme-developers']],
  ])('lets through by %j', (filters, names) => {
    expect(found(filters)).toEqual(names);
  });
});
