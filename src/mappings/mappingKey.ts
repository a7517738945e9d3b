import type { Mapping } from '@gatehouse/model';
import type { DraftRow } from '../draft/draftRows';

/** Identifies a row of the list: one that is removed may have the name of one that is added. */
export function mappingKey({ item, change }: DraftRow<Mapping>): string {
  return `${change === 'removed' ? 'removed' : 'kept'}:${item.name}`;
}
