import { sortedEntries } from '../diff/sameMeaning';
import { compareFilters, type Relation } from '../filter/compareFilters';
import type { Limits } from '../limits';
import type { AccessImpact, AccessView } from './impact';

/**
 * Compares reading, or writing, in one tenant before and after.
 *
 * @returns undefined when nothing changes
 */
export function compareViews(kind: 'read' | 'write', from: AccessView, to: AccessView): AccessImpact | undefined {
  const change = kind === 'read' ? compareReading(from, to) : compareWriting(from, to);
  const limits = compareLimits(from.limits, to.limits);
  const until = compareMoments(from.until, to.until);
  return change === 'same' && limits === 'same' && until === 'same' ? undefined : { change, limits, until, from, to };
}

function compareReading(from: AccessView, to: AccessView): Relation {
  const places = comparePlaces(from.place, to.place);
  const filters = compareFilters(from.filters ?? undefined, to.filters ?? undefined);
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

/** Samples go to the same place with the same labels, or not. */
function compareWriting(from: AccessView, to: AccessView): 'same' | 'other' {
  const key = ({ place, stamp }: AccessView) =>
    JSON.stringify([
      place.backend,
      place.account,
      place.org,
      sortedEntries(place.labels),
      sortedEntries(stamp ?? undefined),
    ]);
  return key(from) === key(to) ? 'same' : 'other';
}

const KINDS = ['requestsPerMinute', 'concurrency', 'maxRangeMilliseconds'] as const satisfies ReadonlyArray<
  keyof Limits
>;

function compareLimits(from: AccessView['limits'], to: AccessView['limits']): Relation {
  const pairs = (['each', 'mapping', 'tenant'] as const).flatMap((scope) =>
    KINDS.map((kind) => [from[scope][kind] ?? Infinity, to[scope][kind] ?? Infinity] as const)
  );
  const [more, less] = [pairs.every(([one, other]) => other >= one), pairs.every(([one, other]) => other <= one)];
  return more && less ? 'same' : more ? 'wider' : less ? 'narrower' : 'other';
}

function compareMoments(from: string | null, to: string | null): AccessImpact['until'] {
  const [earlier, later] = [from, to].map((moment) => (moment === null ? Infinity : Date.parse(moment)));
  return earlier === later || earlier === undefined || later === undefined
    ? 'same'
    : later > earlier
      ? 'later'
      : 'sooner';
}
