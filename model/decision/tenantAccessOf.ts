import { parseFilter } from '../filter/parse';
import { type Limits, limitsOf } from '../limits';
import type { Access, Tenant } from '../policy/shape';
import type { ReadAccess, TenantAccess, WriteAccess } from './access';
import type { GrantOfMapping } from './policyIndex';
import { sharedLimitsOf } from './sharedLimits';

/**
 * Adds up all grants of one tenant.
 *
 * @param grants at least one, in the policy's order
 */
export function tenantAccessOf(tenant: Tenant, grants: readonly GrantOfMapping[]): TenantAccess {
  return { tenant, read: readAccess(tenant, grants), write: writeAccess(tenant, grants) };
}

function readAccess(tenant: Tenant, all: readonly GrantOfMapping[]): ReadAccess | undefined {
  const grants = withAccess(all, 'write');
  if (grants.length === 0) {
    return undefined;
  }
  const whole = grants.some(({ grant }) => grant.filters === undefined);
  const filters = [...new Set(grants.flatMap(({ grant }) => grant.filters ?? []))].sort();
  return { filters: whole ? undefined : filters, ...limitsAndMappings(tenant, grants) };
}

function writeAccess(tenant: Tenant, all: readonly GrantOfMapping[]): WriteAccess | undefined {
  const grants = withAccess(all, 'read');
  if (grants.length === 0) {
    return undefined;
  }
  const stamps = new Map(grants.map(({ grant }) => [grant.filters?.[0] ?? '', stampOf(grant.filters?.[0])] as const));
  return { stamps: [...stamps.values()], ...limitsAndMappings(tenant, grants) };
}

/** The labels of a write grant's only filter, all of whose matchers are equalities (`checkPolicy` sees to it). */
function stampOf(filter: string | undefined): Record<string, string> {
  const matchers = filter === undefined ? [] : parseFilter(filter).matchers;
  return Object.fromEntries(matchers.map(({ label, value }) => [label, value]));
}

function withAccess(grants: readonly GrantOfMapping[], otherAccess: Access): GrantOfMapping[] {
  return grants.filter(({ grant }) => grant.access !== otherAccess);
}

function limitsAndMappings(tenant: Tenant, grants: readonly GrantOfMapping[]) {
  const mappings = [...new Set(grants.map(({ mapping }) => mapping))];
  return {
    limits: ownLimits(grants),
    sharedLimits: sharedLimitsOf(tenant, mappings),
    mappings: mappings.map(({ name }) => name),
  };
}

function ownLimits(grants: readonly GrantOfMapping[]): Limits {
  // Most grants have none, and one without lifts those of all others.
  return grants.some(({ grant }) => grant.limits === undefined)
    ? {}
    : grants.map(({ grant }) => limitsOf(grant.limits)).reduce(mostGenerous);
}

/** Of two limits the wider one; a missing limit is the widest. */
function mostGenerous(a: Limits, b: Limits): Limits {
  return {
    requestsPerMinute: wider(a.requestsPerMinute, b.requestsPerMinute),
    concurrency: wider(a.concurrency, b.concurrency),
    maxRangeMilliseconds: wider(a.maxRangeMilliseconds, b.maxRangeMilliseconds),
  };
}

function wider(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
