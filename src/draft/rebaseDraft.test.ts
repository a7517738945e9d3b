import type { Mapping, Policy } from '@gatehouse/model';
import { mappingNamed, POLICY } from '../test/policies';
import { applyDraft, type Change, type Draft, emptyDraft } from './draft';
import { rebaseDraft, resolveConflict } from './rebaseDraft';

const acme = mappingNamed('acme-developers');
const globex = mappingNamed('globex');
const mine = (...changes: Array<Change<Mapping>>): Draft => ({
  ...emptyDraft(6),
  mappings: { changes, conflicts: [] },
});
const theirs = (...mappings: Mapping[]): Policy => ({ ...POLICY, mappings });
const disabled = (mapping: Mapping): Mapping => ({ ...mapping, enabled: false });
const renamed = (mapping: Mapping, name: string): Mapping => ({ ...mapping, name });

describe('rebaseDraft', () => {
  it('keeps changes of mappings that nobody else touched', () => {
    const draft = mine({ before: acme, after: disabled(acme) }, { after: renamed(acme, 'finance') });
    const rebased = rebaseDraft(draft, theirs(acme, disabled(globex)), 7);
    expect(rebased).toEqual({ ...draft, revision: 7 });
    expect(applyDraft(theirs(acme, disabled(globex)), rebased).mappings).toEqual([
      disabled(acme),
      disabled(globex),
      renamed(acme, 'finance'),
    ]);
  });

  it.each<[string, Change<Mapping>, Policy]>([
    ['the same edit', { before: globex, after: disabled(globex) }, theirs(acme, disabled(globex))],
    ['the same removal', { before: globex }, theirs(acme)],
    ['the same addition', { after: renamed(acme, 'finance') }, theirs(acme, globex, renamed(acme, 'finance'))],
  ])('drops a change when they made %s', (_name, change, policy) => {
    expect(rebaseDraft(mine(change), policy, 7)).toEqual(emptyDraft(7));
  });

  it.each<[string, Change<Mapping>, Policy, Mapping | undefined]>([
    [
      'they edited what I edit',
      { before: globex, after: disabled(globex) },
      theirs(acme, { ...globex, principals: ['group:x'] }),
      { ...globex, principals: ['group:x'] },
    ],
    ['they removed what I edit', { before: globex, after: disabled(globex) }, theirs(acme), undefined],
    ['they edited what I remove', { before: globex }, theirs(acme, disabled(globex)), disabled(globex)],
    [
      'they added another one under the name that I add',
      { after: renamed(acme, 'finance') },
      theirs(acme, globex, renamed(globex, 'finance')),
      renamed(globex, 'finance'),
    ],
    [
      'they added one under the name to which I rename',
      { before: globex, after: renamed(globex, 'ops') },
      theirs(acme, globex, renamed(acme, 'ops')),
      renamed(acme, 'ops'),
    ],
  ])('finds a conflict when %s', (_name, change, policy, their) => {
    const rebased = rebaseDraft(mine(change), policy, 7);
    expect(rebased.mappings).toEqual({ changes: [], conflicts: [{ mine: change, theirs: their }] });
  });

  it('does not take a name that I free myself for a conflict', () => {
    const draft = mine({ before: globex, after: renamed(globex, 'acme-developers') }, { before: acme });
    expect(rebaseDraft(draft, POLICY, 7).mappings.conflicts).toEqual([]);
  });

  it('looks at an undecided conflict again when yet another revision comes', () => {
    const policy = theirs(acme, { ...globex, principals: ['group:x'] });
    const conflicted = rebaseDraft(mine({ before: globex, after: disabled(globex) }), policy, 7);
    expect(rebaseDraft(conflicted, theirs(acme, globex), 8).mappings).toEqual({
      changes: [{ before: globex, after: disabled(globex) }],
      conflicts: [],
    });
  });
});

describe('resolveConflict', () => {
  const their: Mapping = { ...globex, principals: ['group:x'] };
  const policy = theirs(acme, their);
  const conflicted = rebaseDraft(mine({ before: globex, after: disabled(globex) }), policy, 7);

  it('puts my change in place of theirs', () => {
    const resolved = resolveConflict(conflicted, 'mappings', 0, 'mine');
    expect(resolved.mappings).toEqual({ changes: [{ before: their, after: disabled(globex) }], conflicts: [] });
    expect(applyDraft(policy, resolved).mappings).toEqual([acme, disabled(globex)]);
  });

  it('gives my change up', () => {
    expect(applyDraft(policy, resolveConflict(conflicted, 'mappings', 0, 'theirs'))).toEqual(policy);
  });

  it('brings back what they removed when I keep mine', () => {
    const without = rebaseDraft(mine({ before: globex, after: disabled(globex) }), theirs(acme), 7);
    const resolved = resolveConflict(without, 'mappings', 0, 'mine');
    expect(applyDraft(theirs(acme), resolved).mappings).toEqual([acme, disabled(globex)]);
  });

  it('replaces theirs when I keep a renaming onto their name', () => {
    const added = renamed(acme, 'ops');
    const onto = theirs(acme, globex, added);
    const draft = rebaseDraft(mine({ before: globex, after: renamed(globex, 'ops') }), onto, 7);
    const resolved = resolveConflict(draft, 'mappings', 0, 'mine');
    expect(applyDraft(onto, resolved).mappings).toEqual([acme, renamed(globex, 'ops')]);
  });
});
