import { mappingNamed, POLICY } from '../test/policies';
import { applyChanges, type Change, changeItem } from './draft';
import type { Mapping } from '@gatehouse/model';

const acme = mappingNamed('acme-developers');
const globex = mappingNamed('globex');
const added: Mapping = { ...acme, name: 'finance' };
const published = POLICY.mappings;
const names = (changes: ReadonlyArray<Change<Mapping>>) => applyChanges(published, changes).map(({ name }) => name);

describe('changeItem', () => {
  it('records an addition, which goes to the end', () => {
    const changes = changeItem([], published, undefined, added);
    expect(changes).toEqual([{ before: undefined, after: added }]);
    expect(names(changes)).toEqual(['acme-developers', 'globex', 'finance']);
  });

  it('records an edit with what was published, and keeps the place', () => {
    const edited = { ...acme, enabled: false };
    const changes = changeItem([], published, 'acme-developers', edited);
    expect(changes).toEqual([{ before: acme, after: edited }]);
    expect(applyChanges(published, changes)).toEqual([edited, globex]);
  });

  it('records a removal', () => {
    expect(names(changeItem([], published, 'globex', undefined))).toEqual(['acme-developers']);
  });

  it('records a renaming as one change', () => {
    const changes = changeItem([], published, 'globex', { ...globex, name: 'globex-ops' });
    expect(changes).toHaveLength(1);
    expect(names(changes)).toEqual(['acme-developers', 'globex-ops']);
  });

  it('folds several edits of one mapping into one change', () => {
    const once = changeItem([], published, 'globex', { ...globex, enabled: false });
    const twice = changeItem(once, published, 'globex', { ...globex, enabled: false, principals: ['group:ops'] });
    expect(twice).toEqual([{ before: globex, after: { ...globex, enabled: false, principals: ['group:ops'] } }]);
  });

  it('drops a change that leads back to what was published', () => {
    const once = changeItem([], published, 'globex', { ...globex, enabled: false });
    expect(changeItem(once, published, 'globex', { ...globex })).toEqual([]);
  });

  it('drops an addition that is removed again', () => {
    const once = changeItem([], published, undefined, added);
    expect(changeItem(once, published, 'finance', undefined)).toEqual([]);
  });

  it('takes removing and adding under the same name for an edit', () => {
    const removed = changeItem([], published, 'globex', undefined);
    const again = { ...globex, principals: ['group:globex-ops'] };
    expect(changeItem(removed, published, undefined, again)).toEqual([{ before: globex, after: again }]);
  });

  it('gives a name free by a renaming to a new mapping without mixing the two', () => {
    const renamed = changeItem([], published, 'globex', { ...globex, name: 'globex-ops' });
    const changes = changeItem(renamed, published, undefined, { ...added, name: 'globex' });
    expect(names(changes)).toEqual(['acme-developers', 'globex-ops', 'globex']);
  });

  it('edits an added mapping as an addition', () => {
    const once = changeItem([], published, undefined, added);
    const edited = { ...added, enabled: false };
    expect(changeItem(once, published, 'finance', edited)).toEqual([{ before: undefined, after: edited }]);
  });
});
