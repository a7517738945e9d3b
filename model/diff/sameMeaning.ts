import { limitsOf } from '../limits';
import type { Grant, GrantLimits, Mapping, Tenant } from '../policy/shape';

// Two parts of a policy mean the same when they differ only in the order of their lists, in repetitions, in the spelling of a time
// or a duration, or in what is left out and what is written as its default.

/** Says whether two lists have the same items. */
export function sameItems(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === b) {
    return true;
  }
  if (a === undefined || b === undefined) {
    return false;
  }
  if (a.length === b.length && a.every((item, place) => item === b[place])) {
    return true;
  }
  const [inA, inB] = [new Set(a), new Set(b)];
  return inA.size === inB.size && a.every((item) => inB.has(item));
}

/** Says whether two limits come to the same: `7d` is `1w`, and an empty object limits nothing. */
export function sameLimits(a: GrantLimits | undefined, b: GrantLimits | undefined): boolean {
  return a === b || limitsKey(a) === limitsKey(b);
}

/** The same text for the same meaning. */
export function limitsKey(limits: GrantLimits | undefined): string {
  if (limits === undefined) {
    return '||';
  }
  const { requestsPerMinute = '', concurrency = '', maxRangeMilliseconds = '' } = limitsOf(limits);
  return `${requestsPerMinute}|${concurrency}|${maxRangeMilliseconds}`;
}

/** Says whether two times are the same moment, however they are written. */
export function sameMoment(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Date.parse(a) === Date.parse(b));
}

/** The same text for the same grant. */
export function grantKey({ tenant, access, filters, limits }: Grant): string {
  return JSON.stringify([tenant, access, sortedSet(filters), limitsKey(limits)]);
}

/** Says whether two mappings mean the same, apart from their names. */
export function sameMapping(a: Mapping, b: Mapping): boolean {
  return (
    a === b ||
    (a.effect === b.effect &&
      a.enabled === b.enabled &&
      sameMoment(a.expires, b.expires) &&
      sameItems(a.principals, b.principals) &&
      sameItems(a.except ?? [], b.except ?? []) &&
      sameItems(a.issuers, b.issuers) &&
      (a.effect === 'deny' || b.effect === 'deny'
        ? sameItems(deniedTenants(a), deniedTenants(b))
        : sameLimits(a.limits, b.limits) && sameGrants(a.grants, b.grants)))
  );
}

/** The same text for mappings that mean the same, apart from their names. */
export function mappingKey(mapping: Mapping): string {
  return JSON.stringify([
    mapping.effect,
    mapping.enabled,
    mapping.expires === undefined ? null : Date.parse(mapping.expires),
    sortedSet(mapping.principals),
    sortedSet(mapping.except ?? []),
    sortedSet(mapping.issuers),
    ...(mapping.effect === 'deny'
      ? [sortedSet(deniedTenants(mapping))]
      : [limitsKey(mapping.limits), sortedSet(mapping.grants.map(grantKey))]),
  ]);
}

/** The same text for tenants that mean the same, apart from their names. */
export function tenantKey(tenant: Tenant): string {
  const place =
    'account' in tenant
      ? ['cluster', tenant.account, tenant.project]
      : 'org' in tenant
        ? ['mimir', tenant.org]
        : ['single', sortedEntries(tenant.labels)];
  return JSON.stringify([tenant.title ?? null, tenant.backend, limitsKey(tenant.limits), place]);
}

/** Entries in one order; null when there are none to order. */
export function sortedEntries(labels: Readonly<Record<string, string>> | undefined): Array<[string, string]> | null {
  return labels === undefined ? null : Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Tenants that a deny mapping names; undefined when it denies everything, and for a mapping that denies nothing. */
export function deniedTenants({ effect, grants }: Mapping): string[] | undefined {
  return effect === 'deny' ? grants?.map(({ tenant }) => tenant) : undefined;
}

function sameGrants(a: readonly Grant[], b: readonly Grant[]): boolean {
  if (a === b || (a.length === b.length && a.every((grant, place) => sameGrant(grant, b[place])))) {
    return true;
  }
  return sameItems(a.map(grantKey), b.map(grantKey));
}

/** Says whether two grants mean the same. */
export function sameGrant(a: Grant, b: Grant | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.tenant === b.tenant &&
      a.access === b.access &&
      sameItems(a.filters, b.filters) &&
      sameLimits(a.limits, b.limits))
  );
}

function sortedSet(items: readonly string[] | undefined): readonly string[] | null {
  return items === undefined ? null : items.length < 2 ? items : [...new Set(items)].sort();
}
