import type { Mapping } from '@gatehouse/model';
import type { DraftRow } from '../draft/draftRows';
import { mappingState } from './mappingState';

/** What narrows the list of mappings, by the names of the URL's parameters. */
export const FILTER_NAMES = ['tenant', 'principal', 'effect', 'state'] as const;

/**
 * The filters of the list as they stand in the URL; an empty one lets everything through.
 *
 * `tenant` is a tenant's name, `principal` a whole principal or a kind of them (`group`), `effect` is `allow` or `deny`, `state` one of
 * `FILTERED_STATES`.
 */
export type MappingFilters = Readonly<Record<(typeof FILTER_NAMES)[number], string>>;

/** `enabled` are those that count now, also when they end soon; `changed` those that the draft adds, changes or removes. */
export const FILTERED_STATES = ['enabled', 'disabled', 'expired', 'expires-soon', 'changed', 'warned'] as const;
export type FilteredState = (typeof FILTERED_STATES)[number];

export function isFilteredState(text: string): text is FilteredState {
  return FILTERED_STATES.some((state) => state === text);
}

/**
 * Says whether a row passes the filters. What a link has that is no value of a filter lets nothing through, so that nobody takes
 * the whole list for what the link promised.
 *
 * @param now milliseconds since the epoch
 * @param isWarned whether something is to be said about the mapping of that name
 */
export function passes(
  row: DraftRow<Mapping>,
  filters: MappingFilters,
  now: number,
  isWarned: (name: string) => boolean
): boolean {
  const { item, change } = row;
  return (
    (filters.effect === '' || item.effect === filters.effect) &&
    (filters.tenant === '' || namesTenant(item, filters.tenant)) &&
    (filters.principal === '' || item.principals.some((principal) => isMeant(principal, filters.principal))) &&
    (filters.state === '' || isInState(row, filters.state, now, change !== 'removed' && isWarned(item.name)))
  );
}

function namesTenant({ grants = [] }: Mapping, name: string): boolean {
  return grants.some(({ tenant }) => tenant === name);
}

function isMeant(principal: string, filter: string): boolean {
  return principal === filter || (!filter.includes(':') && principal.startsWith(`${filter}:`));
}

function isInState({ item, change }: DraftRow<Mapping>, state: string, now: number, warned: boolean): boolean {
  switch (state) {
    case 'changed':
      return change !== undefined;
    case 'warned':
      return warned;
    case 'enabled':
      return change !== 'removed' && ['enabled', 'expires-soon'].includes(mappingState(item, now));
    default:
      return change !== 'removed' && mappingState(item, now) === state;
  }
}
