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

  it('leaves nothing behind for a draft without changes', () => {
    browserDraftStorage(1, 'carol').write(draft);
    browserDraftStorage(1, 'carol').write(emptyDraft(6));
    expect(localStorage).toHaveLength(0);
  });

  it.each([
    'not json',
    '{"revision":"6"}',
    JSON.stringify({ ...draft, mappings: { changes: [{ after: { name: '' } }], conflicts: [] } }),
  ])('ignores what is no draft: %s', (text) => {
    browserDraftStorage(1, 'carol').write(draft);
    localStorage.setItem(localStorage.key(0) ?? '', text);
    expect(browserDraftStorage(1, 'carol').read()).toBeUndefined();
  });
});
