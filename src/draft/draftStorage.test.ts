import { mappingNamed } from '../test/policies';
import { type Draft, emptyDraft } from './draft';
import { browserDraftStorage } from './draftStorage';

const globex = mappingNamed('globex');
const draft: Draft = { ...emptyDraft(6), mappings: { changes: [{ before: globex }], conflicts: [] } };

beforeEach(() => localStorage.clear());

describe('browserDraftStorage', () => {
  it('gives back what was written', () => {
    browserDraftStorage(1, 'carol').write(draft);
    expect(browserDraftStorage(1, 'carol').read()).toEqual(draft);
  });

  it('keeps the drafts of organizations and users apart', () => {
    browserDraftStorage(1, 'carol').write(draft);
    expect(browserDraftStorage(2, 'carol').read()).toBeUndefined();
    expect(browserDraftStorage(1, 'dave').read()).toBeUndefined();
  });

  it('keeps changes of settings, and reads drafts from before there were any', () => {
    const changed: Draft = {
      ...emptyDraft(6),
      settings: {
        changes: [{ before: { name: 'approvals', value: 0 }, after: { name: 'approvals', value: 1 } }],
        conflicts: [],
      },
    };
    const storage = browserDraftStorage(1, 'carol');
    storage.write(changed);
    expect(storage.read()).toEqual(changed);
    const { settings: _none, ...before } = draft;
    localStorage.setItem(localStorage.key(0) ?? '', JSON.stringify(before));
    expect(storage.read()).toEqual(draft);
  });

  it('leaves nothing behind for a draft without changes', () => {
    browserDraftStorage(1, 'carol').write(draft);
    browserDraftStorage(1, 'carol').write(emptyDraft(6));
    expect(localStorage).toHaveLength(0);
  });

  it.each([
    'not json',
    '{"revision":"6"}',
    JSON.stringify({ ...draft, mappings: { changes: [{ after: { name: '' } }], conflicts: [] } }),
    JSON.stringify({ ...draft, settings: { changes: [{ after: { name: 'approvals', value: 2 } }], conflicts: [] } }),
    JSON.stringify({ ...draft, settings: { changes: [{ after: { name: 'other', value: 0 } }], conflicts: [] } }),
  ])('ignores what is no draft: %s', (text) => {
    browserDraftStorage(1, 'carol').write(draft);
    localStorage.setItem(localStorage.key(0) ?? '', text);
    expect(browserDraftStorage(1, 'carol').read()).toBeUndefined();
  });
});
