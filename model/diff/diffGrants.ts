import type { Grant } from '../policy/schema';
import type { GrantChange, GrantChanged } from './policyDiff';
import { grantKey, limitsKey, sameItems, sameLimits } from './sameMeaning';

/**
 * Tells the grants of two allow mappings apart, by tenant. A mapping may have several for one tenant: those that are equal are
 * no difference, and of the others those that are most alike are compared. Each grant is looked at a few times, whatever
 * their number.
 *
 * @returns sorted by tenant
 */
export function diffGrants(before: readonly Grant[], after: readonly Grant[]): GrantChange[] {
  const [earlier, later] = [byKey(before), byKey(after)];
  let gone = [...earlier].flatMap(([key, grant]) => (later.has(key) ? [] : [grant]));
  let come = [...later].flatMap(([key, grant]) => (earlier.has(key) ? [] : [grant]));
  const changes: GrantChange[] = [];
  for (const likeness of LIKENESSES) {
    const pairs = pairUp(gone, come, likeness);
    changes.push(...pairs.map(([from, to]) => grantChanged(from, to)));
    const paired = new Set(pairs.flat());
    gone = gone.filter((grant) => !paired.has(grant));
    come = come.filter((grant) => !paired.has(grant));
  }
  changes.push(
    ...gone.map((grant): GrantChange => ({ kind: 'grant-removed', tenant: grant.tenant, grant })),
    ...come.map((grant): GrantChange => ({ kind: 'grant-added', tenant: grant.tenant, grant }))
  );
  return changes.sort((a, b) => (a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0));
}

/** From the closest likeness to the loosest. */
const LIKENESSES: ReadonlyArray<(grant: Grant) => string> = [
  ({ tenant, access, filters }) => JSON.stringify([tenant, access, filters?.toSorted() ?? null]),
  ({ tenant, filters, limits }) => JSON.stringify([tenant, filters?.toSorted() ?? null, limitsKey(limits)]),
  ({ tenant, access, limits }) => JSON.stringify([tenant, access, limitsKey(limits)]),
  ({ tenant, access }) => JSON.stringify([tenant, access]),
  ({ tenant }) => tenant,
];

function byKey(grants: readonly Grant[]): Map<string, Grant> {
  const keyed = grants.map((grant) => [grantKey(grant), grant] as const);
  return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function pairUp(
  gone: readonly Grant[],
  come: readonly Grant[],
  likeness: (grant: Grant) => string
): Array<readonly [Grant, Grant]> {
  if (gone.length === 0 || come.length === 0) {
    return [];
  }
  const waiting = new Map<string, Grant[]>();
  for (const grant of come.toReversed()) {
    const key = likeness(grant);
    const alike = waiting.get(key);
    if (alike === undefined) {
      waiting.set(key, [grant]);
    } else {
      alike.push(grant);
    }
  }
  return gone.flatMap((grant) => {
    const match = waiting.get(likeness(grant))?.pop();
    return match === undefined ? [] : [[grant, match] as const];
  });
}

function grantChanged(before: Grant, after: Grant): GrantChanged {
  return {
    kind: 'grant-changed',
    tenant: after.tenant,
    before,
    after,
    ...(before.access !== after.access && { access: { from: before.access, to: after.access } }),
    ...(!sameItems(before.filters, after.filters) && { filters: filtersChange(before.filters, after.filters) }),
    ...(!sameLimits(before.limits, after.limits) && {
      limits: { from: before.limits ?? null, to: after.limits ?? null },
    }),
  };
}

function filtersChange(before: readonly string[] | undefined, after: readonly string[] | undefined) {
  const [earlier, later] = [new Set(before), new Set(after)];
  return {
    added: [...later].filter((filter) => !earlier.has(filter)).sort(),
    removed: [...earlier].filter((filter) => !later.has(filter)).sort(),
    wholeBefore: before === undefined,
    wholeAfter: after === undefined,
  };
}
