import type { Mapping, Policy, Tenant } from '@gatehouse/model';

/** Some tenants and mappings of a policy, in its order. */
export interface PolicySlice {
  readonly tenants: readonly Tenant[];
  readonly mappings: readonly Mapping[];
  /** Where the next slice begins; null after the last one. */
  readonly next: number | null;
}

/** How much one slice holds: it is copied and indexed in about a millisecond. */
const MOST = 1_000;

/**
 * Cuts a slice out of a policy: tenants first, then mappings.
 *
 * @param from 0, or the `next` of the slice before
 */
export function slicePolicy({ tenants, mappings }: Pick<Policy, 'tenants' | 'mappings'>, from: number): PolicySlice {
  const total = tenants.length + mappings.length;
  let weight = 0;
  let next = from;
  while (next < total && weight < MOST) {
    const mapping = mappings[next - tenants.length];
    weight += mapping === undefined ? 2 : weightOf(mapping);
    next += 1;
  }
  return {
    tenants: tenants.slice(from, next),
    mappings: mappings.slice(Math.max(0, from - tenants.length), Math.max(0, next - tenants.length)),
    next: next < total ? next : null,
  };
}

function weightOf({ principals, except = [], grants = [] }: Mapping): number {
  const filters = grants.reduce((sum, grant) => sum + ('filters' in grant ? (grant.filters?.length ?? 0) : 0), 0);
  return 2 + principals.length + except.length + grants.length + filters;
}
