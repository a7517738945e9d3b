import type { Mapping } from '@gatehouse/model';
import type { DraftRow } from '../draft/draftRows';
import { compareTexts, type SortKey } from '../ui/sortRows';
import { compareStates } from './mappingState';

type Name = 'name' | 'principals' | 'effect' | 'tenants' | 'state';

/**
 * What the list of mappings can be sorted by.
 *
 * @param now milliseconds since the epoch
 */
export function mappingSorts(now: number): Record<Name, SortKey<DraftRow<Mapping>>> {
  return {
    name: byText('name', ({ name }) => name),
    principals: byText('principals', ({ principals }) => principals[0] ?? ''),
    effect: byText('effect', ({ effect }) => effect),
    tenants: byText('tenants', ({ grants }) => grants?.[0]?.tenant ?? ''),
    state: { key: 'state', compare: (a, b) => compareStates(a.item, b.item, now) },
  };
}

function byText(key: string, text: (mapping: Mapping) => string): SortKey<DraftRow<Mapping>> {
  return { key, compare: (a, b) => compareTexts(text(a.item), text(b.item)) };
}
