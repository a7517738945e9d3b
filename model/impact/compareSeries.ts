import { compareFilters, type Relation } from '../filter/compareFilters';
import type { AccessView } from './impact';

/** Series of one tenant: where they live, and the filters of which one must match, undefined for all. */
export interface Series {
  place: AccessView['place'];
  filters: readonly string[] | undefined;
}

/** Compares what may be seen of a tenant: what `to` is, compared with `from`. */
export function compareSeries(from: Series, to: Series): Relation {
  const places = comparePlaces(from.place, to.place);
  const filters = compareFilters(from.filters, to.filters);
  return places === 'same' || places === filters ? filters : filters === 'same' ? places : 'other';
}

/** On a single node the fixed labels narrow what can be seen; anywhere else another place is another place. */
function comparePlaces(from: AccessView['place'], to: AccessView['place']): Relation {
  if (from.backend !== to.backend || from.account !== to.account || from.org !== to.org) {
    return 'other';
  }
  const has = (labels: AccessView['place']['labels'] = {}, others: AccessView['place']['labels'] = {}) =>
    Object.entries(others).every(([label, value]) => Object.hasOwn(labels, label) && labels[label] === value);
  const [more, less] = [has(from.labels, to.labels), has(to.labels, from.labels)];
  return more && less ? 'same' : more ? 'wider' : less ? 'narrower' : 'other';
}
