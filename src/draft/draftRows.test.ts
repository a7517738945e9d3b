import { mappingNamed, POLICY } from '../test/policies';
import { draftRows } from './draftRows';

const acme = mappingNamed('acme-developers');
const globex = mappingNamed('globex');

describe('draftRows', () => {
  it('lists everything by name, with what the draft does to it', () => {
    const rows = draftRows(POLICY.mappings, [
      { before: globex },
      { before: acme, after: { ...acme, enabled: false } },
      { after: { ...acme, name: 'finance' } },
    ]);
    expect(rows.map(({ item, change }) => [item.name, change])).toEqual([
      ['acme-developers', 'changed'],
      ['finance', 'added'],
      ['globex', 'removed'],
    ]);
  });

  it('marks nothing without changes', () => {
    expect(draftRows(POLICY.mappings, []).map(({ change }) => change)).toEqual([undefined, undefined]);
  });
});
