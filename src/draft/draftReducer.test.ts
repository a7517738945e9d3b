import type { Mapping } from '@gatehouse/model';
import { mappingNamed, POLICY, tenantNamed } from '../test/policies';
import { applyDraft, changeKey, emptyDraft, isEmptyDraft } from './draft';
import { type DraftAction, draftReducer, type DraftState, startDraft } from './draftReducer';

const published = { revision: 6, policy: POLICY };
const acme = mappingNamed('acme-developers');
const globex = mappingNamed('globex');
const after = (...actions: DraftAction[]): DraftState => actions.reduce(draftReducer, startDraft(published, undefined));
const removeGlobex: DraftAction = { type: 'change-mapping', name: 'globex', text: 'Mapping globex removed' };

describe('draftReducer', () => {
  it('undoes the last step', () => {
    const state = after(removeGlobex, { type: 'undo' });
    expect(state.draft).toEqual(emptyDraft(6));
    expect(state.last).toBeUndefined();
  });

  it('says what the last step did', () => {
    expect(after(removeGlobex).last?.text).toBe('Mapping globex removed');
  });

  it('discards everything, and can take that back', () => {
    const discarded = after(removeGlobex, { type: 'discard' });
    expect(isEmptyDraft(discarded.draft)).toBe(true);
    expect(draftReducer(discarded, { type: 'undo' }).draft).toEqual(after(removeGlobex).draft);
  });

  it('reverts one change and leaves the others', () => {
    const edited = { ...acme, enabled: false };
    const state = after(
      removeGlobex,
      { type: 'change-mapping', name: acme.name, next: edited, text: '' },
      { type: 'revert', kind: 'mappings', key: changeKey({ before: globex }), text: '' }
    );
    expect(applyDraft(POLICY, state.draft).mappings).toEqual([edited, globex]);
  });

  it('changes many mappings as one step', () => {
    const disabled = (mapping: Mapping) => ({ ...mapping, enabled: false });
    const state = after(
      { type: 'change-mapping', name: globex.name, next: disabled(globex), text: '' },
      {
        type: 'change-mappings',
        edits: [
          { name: acme.name, next: disabled(acme) },
          { name: globex.name, next: globex },
        ],
        text: '',
      }
    );
    // What leads back to what is published is no change.
    expect(state.draft.mappings.changes).toEqual([{ before: acme, after: disabled(acme) }]);
    const undone = draftReducer(state, { type: 'undo' }).draft.mappings.changes;
    expect(undone).toEqual([{ before: globex, after: disabled(globex) }]);
    const removed = draftReducer(state, { type: 'change-mappings', edits: [{ name: acme.name }], text: '' });
    expect(applyDraft(POLICY, removed.draft).mappings).toEqual([globex]);
    const keys = [changeKey({ before: acme }), changeKey({ before: globex })];
    const reverted = draftReducer(removed, { type: 'revert', kind: 'mappings', key: keys, text: '' });
    expect(isEmptyDraft(reverted.draft)).toBe(true);
  });

  it('changes tenants in the same draft', () => {
    const shop = { ...tenantNamed('shop'), title: 'Shop' };
    const state = after({ type: 'change-tenant', name: 'shop', next: shop, text: '' }, removeGlobex);
    const policy = applyDraft(POLICY, state.draft);
    expect(policy.tenants.at(-1)).toEqual(shop);
    expect(policy.mappings).toEqual([acme]);
  });

  it('changes settings in the same draft, and forgets what leads back', () => {
    const one = after({ type: 'change-setting', next: { name: 'approvals', value: 1 }, text: '' }, removeGlobex);
    expect(applyDraft(POLICY, one.draft)).toMatchObject({ settings: { approvals: 1 }, mappings: [acme] });
    const back = draftReducer(one, { type: 'change-setting', next: { name: 'approvals', value: 0 }, text: '' });
    expect(back.draft).toEqual(after(removeGlobex).draft);
    const reverted = draftReducer(one, { type: 'revert', kind: 'settings', key: 'was:approvals', text: '' });
    expect(reverted.draft).toEqual(after(removeGlobex).draft);
  });

  it('asks about a setting that others changed, too', () => {
    const mine = after({ type: 'change-setting', next: { name: 'severalTenants', value: 'refuse' }, text: '' });
    const policy = { ...POLICY, settings: { ...POLICY.settings, approvals: 1 as const } };
    expect(draftReducer(mine, { type: 'load', published: { revision: 7, policy } }).draft.settings).toEqual(
      mine.draft.settings
    );
    const kept: DraftState = {
      ...mine,
      draft: {
        ...mine.draft,
        settings: {
          changes: [{ before: { name: 'approvals', value: 0 }, after: undefined }],
          conflicts: [],
        },
      },
    };
    const { settings } = draftReducer(kept, { type: 'load', published: { revision: 7, policy } }).draft;
    expect(settings).toMatchObject({ changes: [], conflicts: [{ theirs: { name: 'approvals', value: 1 } }] });
  });

  it('has nothing left when the draft waits for an approval', () => {
    expect(after(removeGlobex, { type: 'proposed' })).toEqual({ published, draft: emptyDraft(6) });
  });

  it('starts anew on the revision that was published', () => {
    const next = { revision: 7, policy: { ...POLICY, mappings: [acme] } };
    expect(draftReducer(after(removeGlobex), { type: 'published', published: next })).toEqual({
      published: next,
      draft: emptyDraft(7),
    });
  });

  it('puts the draft on top of a revision that somebody else published', () => {
    const next = { revision: 7, policy: { ...POLICY, mappings: [{ ...acme, enabled: false }, globex] } };
    const state = draftReducer(after(removeGlobex), { type: 'load', published: next });
    expect(state.draft.revision).toBe(7);
    expect(applyDraft(next.policy, state.draft).mappings).toEqual([{ ...acme, enabled: false }]);
    expect(state.last?.text).toContain('Revision 7');
  });

  it('does not offer to undo the loading of a newer revision', () => {
    const next = { revision: 7, policy: POLICY };
    expect(draftReducer(after(removeGlobex), { type: 'load', published: next }).last?.before).toBeUndefined();
  });

  it('takes up a draft that was kept while others published', () => {
    const kept = after(removeGlobex).draft;
    const state = startDraft({ revision: 9, policy: POLICY }, kept);
    expect(state.draft).toEqual({ ...kept, revision: 9 });
  });
});
