import type { Finding } from '@gatehouse/model';
import { emptyDraft } from '../draft/draft';
import { mappingNamed, POLICY } from '../test/policies';
import { splitFindings } from './splitFindings';

const at = (...path: Finding['path']): Finding => ({ code: 'x', path, message: '' });

describe('splitFindings', () => {
  it('parts what the draft changed from what was there before', () => {
    const globex = mappingNamed('globex');
    const draft = { ...emptyDraft(1), mappings: { changes: [{ before: globex, after: globex }], conflicts: [] } };
    const [old, changed, whole] = [at('mappings', 0), at('mappings', 1, 'grants', 0), at('settings')];
    expect(splitFindings([old, changed, whole], POLICY, draft)).toEqual({
      changed: [changed, whole],
      unchanged: [old],
    });
  });
});
