import type { Draft } from '../draft/draft';
import { count } from '../ui/count';

/** Counts a draft's changes in words: "3 unpublished changes: 1 added, 1 changed, 1 removed". */
export function changeCounts({ tenants, mappings, settings }: Draft): string {
  const changes = [...tenants.changes, ...mappings.changes, ...settings.changes];
  const added = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const changed = changes.length - added - removed;
  const parts = [
    added > 0 ? [`${added} added`] : [],
    changed > 0 ? [`${changed} changed`] : [],
    removed > 0 ? [`${removed} removed`] : [],
  ].flat();
  return `${count(changes.length, 'unpublished change')}: ${parts.join(', ')}`;
}
