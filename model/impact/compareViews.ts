import { sortedEntries } from '../diff/sameMeaning';
import type { Relation } from '../filter/compareFilters';
import type { Limits } from '../limits';
import { compareSeries } from './compareSeries';
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
  return compareSeries(
    { place: from.place, filters: from.filters ?? undefined },
    { place: to.place, filters: to.filters ?? undefined }
  );
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
