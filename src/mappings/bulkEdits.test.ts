import type { Mapping } from '@gatehouse/model';
import { mappingNamed } from '../test/policies';
import { type BulkChange, bulkEdits } from './bulkEdits';

const acme = mappingNamed('acme-developers');
const globex = { ...mappingNamed('globex'), enabled: false };
const denied: Mapping = {
  name: 'denied',
  principals: ['group:left'],
  effect: 'deny',
  enabled: true,
  grants: [{ tenant: 'acme' }],
};
const out: Mapping = { name: 'out', principals: ['group:left'], effect: 'deny', enabled: true };
const all: Mapping[] = [acme, globex, denied, out];

describe('bulkEdits', () => {
  it.each<[BulkChange, Record<string, Partial<Mapping> | undefined>]>([
    [{ kind: 'enable' }, { globex: { enabled: true } }],
    [
      { kind: 'disable' },
      { 'acme-developers': { enabled: false }, denied: { enabled: false }, out: { enabled: false } },
    ],
    [{ kind: 'remove' }, { 'acme-developers': undefined, globex: undefined, denied: undefined, out: undefined }],
    [
      { kind: 'add-principal', principal: 'group:left' },
      {
        'acme-developers': { principals: ['group:acme-dev', 'group:left'] },
        globex: { principals: ['user:bob@globex.example', 'group:left'] },
      },
    ],
    // Nobody would be left.
    [{ kind: 'remove-principal', principal: 'group:left' }, {}],
    // A grant with filters is not widened, and what denies everything denies this, too.
    [
      { kind: 'add-tenant', tenant: 'acme' },
      {
        globex: {
          grants: [
            { tenant: 'globex', access: 'read' },
            { tenant: 'acme', access: 'read' },
          ],
        },
      },
    ],
    [{ kind: 'remove-tenant', tenant: 'acme' }, {}],
  ])('%j', (change, expected) => {
    const edits = bulkEdits(all, change);
    expect(edits.map(({ name }) => name)).toEqual(Object.keys(expected));
    for (const { name = '', next } of edits) {
      const before = all.find((mapping) => mapping.name === name);
      expect(next).toEqual(expected[name] && { ...before, ...expected[name] });
    }
  });

  it('takes out what is not the last', () => {
    const [edit] = bulkEdits([{ ...denied, grants: [{ tenant: 'acme' }, { tenant: 'shop' }] }], {
      kind: 'remove-tenant',
      tenant: 'acme',
    });
    expect(edit?.next?.grants).toEqual([{ tenant: 'shop' }]);
    const two = { ...acme, principals: ['group:a', 'group:b'] };
    const [other] = bulkEdits([two], { kind: 'remove-principal', principal: 'group:a' });
    expect(other?.next?.principals).toEqual(['group:b']);
  });
});
