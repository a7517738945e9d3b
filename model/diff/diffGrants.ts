import type { Grant } from '../policy/shape';
import type { GrantChange, GrantChanged } from './policyDiff';
import { grantKey, limitsKey, sameGrant, sameItems, sameLimits } from './sameMeaning';

/**
 * Tells the grants of two allow mappings apart, by tenant. A mapping may have several for one tenant: those that are equal are
 * no difference, and of the others those that are most alike are compared. Each grant is looked at a few times, whatever
 * their number.
 *
 * @returns sorted by tenant
 */
export function diffGrants(before: readonly Grant[], after: readonly Grant[]): GrantChange[] {
  const later = byTenant(after);
  const earlier = byTenant(before);
  const tenants = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return tenants.flatMap((tenant) => diffOfTenant(earlier.get(tenant) ?? [], later.get(tenant) ?? []));
}

function byTenant(grants: readonly Grant[]): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of grants) {
    const others = found.get(grant.tenant);
    if (others === undefined) {
      found.set(grant.tenant, [grant]);
    } else {
      others.push(grant);
    }
  }
  return found;
}

function diffOfTenant(before: readonly Grant[], after: readonly Grant[]): GrantChange[] {
  const [from, to] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && from !== undefined && to !== undefined) {
    return sameGrant(from, to) ? [] : [grantChanged(from, to)];
  }
  const [earlier, later] = [byKey(before), byKey(after)];
  let gone = [...earlier].flatMap(([key, grant]) => (later.has(key) ? [] : [grant]));
  let come = [...later].flatMap(([key, grant]) => (earlier.has(key) ? [] : [grant]));
  const changes: GrantChange[] = [];
  for (const likeness of LIKENESSES) {
    const pairs = pairUp(gone, come, likeness);
    changes.push(...pairs.map(([one, other]) => grantChanged(one, other)));
    const paired = new Set(pairs.flat());
    gone = gone.filter((grant) => !paired.has(grant));
    come = come.filter((grant) => !paired.has(grant));
  }
  return [
    ...changes,
    ...gone.map((grant): GrantChange => ({ kind: 'grant-removed', tenant: grant.tenant, grant })),
    ...come.map((grant): GrantChange => ({ kind: 'grant-added', tenant: grant.tenant, grant })),
  ];
}

/** How alike two grants of one tenant are: from the closest likeness to the loosest. */
const LIKENESSES: ReadonlyArray<(grant: Grant) => string> = [
  ({ access, filters }) => JSON.stringify([access, filters?.toSorted() ?? null]),
  ({ filters, limits }) => JSON.stringify([filters?.toSorted() ?? null, limitsKey(limits)]),
  ({ access, limits }) => `${access} ${limitsKey(limits)}`,
  ({ access }) => access,
  () => '',
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
