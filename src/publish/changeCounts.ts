import type { Draft } from '../draft/draft';
import { conflictCount } from '../draft/rebaseDraft';
import { plural } from '../i18n/t';

/** Counts a draft's changes in words: "3 unpublished changes: 1 added, 1 changed, 1 removed". */
export function changeCounts(draft: Draft): string {
  const { tenants, mappings, settings } = draft;
  const undecided = conflictCount(draft);
  const changes = [...tenants.changes, ...mappings.changes, ...settings.changes];
  const added = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const changed = changes.length - added - removed;
  const parts = [
    added > 0 ? [plural('draft.added', added, { one: '{{number}} added', other: '{{number}} added' })] : [],
    changed > 0 ? [plural('draft.changed', changed, { one: '{{number}} changed', other: '{{number}} changed' })] : [],
    removed > 0 ? [plural('draft.removed', removed, { one: '{{number}} removed', other: '{{number}} removed' })] : [],
    undecided > 0
      ? [
          plural('draft.undecided', undecided, {
            one: '{{number}} to decide about',
            other: '{{number}} to decide about',
          }),
        ]
      : [],
  ].flat();
  return plural(
    'draft.counts',
    changes.length + undecided,
    { one: '{{number}} unpublished change: {{parts}}', other: '{{number}} unpublished changes: {{parts}}' },
    { parts: parts.join(', ') }
  );
}
