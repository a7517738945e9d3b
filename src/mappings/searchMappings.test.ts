import { draftRows } from '../draft/draftRows';
import { POLICY } from '../test/policies';
import { searchMappings } from './searchMappings';

const rows = draftRows(POLICY.mappings, []);
const found = (query: string) => searchMappings(rows, query).map(({ item }) => item.name);

describe('searchMappings', () => {
  it.each([
    ['', ['acme-developers', 'globex']],
    ['ACME', ['acme-developers']],
    ['group:acme', ['acme-developers']],
    ['bob@', ['globex']],
    ['team="dev"', ['acme-developers']],
    ['globex bob', ['globex']],
    ['globex dev', []],
    ['allow', ['acme-developers', 'globex']],
  ])('finds by %j', (query, names) => {
    expect(found(query)).toEqual(names);
  });
});
