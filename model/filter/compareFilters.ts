import { coversFilter } from './coversFilter';

/** How one set of series stands to another. `other` is all that is not certainly one of the rest. */
export type Relation = 'same' | 'wider' | 'narrower' | 'other';

/** Above so many comparisons only equal filters are found, which is still never wrong. */
const MOST_COMPARISONS = 10_000;

/**
 * Compares what two lists of ORed filters let through. A list that covers the other one is wider, and the whole tenant covers
 * everything.
 *
 * @param from canonical filters; undefined for the whole tenant
 * @param to canonical too
 * @returns what `to` is, compared with `from`
 */
export function compareFilters(from: readonly string[] | undefined, to: readonly string[] | undefined): Relation {
  const [more, less] = [coversFilters(to, from), coversFilters(from, to)];
  return more && less ? 'same' : more ? 'wider' : less ? 'narrower' : 'other';
}

/** Says whether what passes `narrower` certainly passes `wider`. */
export function coversFilters(wider: readonly string[] | undefined, narrower: readonly string[] | undefined): boolean {
  if (wider === undefined || wider === narrower) {
    return true;
  }
  if (narrower === undefined) {
    return false;
  }
  const known = new Set(wider);
  const others = narrower.filter((filter) => !known.has(filter));
  return (
    others.length * wider.length <= MOST_COMPARISONS &&
    others.every((filter) => wider.some((one) => coversFilter(one, filter)))
  );
}
