import { limitsOf } from '../limits';
import type { Grant, GrantLimits, Mapping } from './shape';

// What is said here is certain: where it is no, it may still be so.

/** Says whether whoever has one of these principals certainly has one of those. */
export function coversPrincipal(principals: ReadonlySet<string>, principal: string): boolean {
  return (
    principals.has('authenticated') ||
    principals.has(principal) ||
    // Whoever is named by an address is named by its domain too.
    (principal.startsWith('user:') &&
      principal.includes('@') &&
      principals.has(`domain:${principal.slice(principal.lastIndexOf('@') + 1)}`))
  );
}

/** Says whether a mapping certainly means all subjects that another one means, for at least as long. */
export function coversSubjects(wider: Mapping, narrower: Mapping): boolean {
  return (
    endOf(wider) >= endOf(narrower) &&
    (wider.issuers === undefined || narrower.issuers?.every((issuer) => wider.issuers?.includes(issuer)) === true) &&
    (wider.except === undefined || wider.except.every((principal) => narrower.except?.includes(principal) === true)) &&
    coversAll(new Set(wider.principals), narrower.principals)
  );
}

function coversAll(principals: ReadonlySet<string>, others: readonly string[]): boolean {
  return others.every((principal) => coversPrincipal(principals, principal));
}

function endOf({ expires }: Mapping): number {
  return expires === undefined ? Infinity : Date.parse(expires);
}

/**
 * Says whether a grant adds nothing to another one of the same tenant: not a series, not a stamp, not a limit. Filters must be
 * equal letter by letter, because those of several tenants are compared so when they are read together.
 */
export function coversGrant(wider: Grant, narrower: Grant): boolean {
  if (wider.tenant !== narrower.tenant || !hasAtLeast(wider.limits, narrower.limits)) {
    return false;
  }
  if (narrower.access !== 'read') {
    // Written samples are stamped with the filter, so it must be the very same.
    return (wider.access === narrower.access || wider.access === 'read-write') && sameFilters(wider, narrower);
  }
  return wider.access !== 'write' && (wider.filters === undefined || hasAllFilters(wider, narrower));
}

/**
 * Says whether the limits that one mapping shares among its subjects never make a difference beside those of another: whatever
 * both limit, the other limits less.
 */
export function outgrowsLimits(wider: GrantLimits | undefined, narrower: GrantLimits | undefined): boolean {
  return everyKind(wider, narrower, (one, other) => one === Infinity || one > other);
}

function hasAtLeast(wider: GrantLimits | undefined, narrower: GrantLimits | undefined): boolean {
  return everyKind(wider, narrower, (one, other) => one >= other);
}

function everyKind(
  a: GrantLimits | undefined,
  b: GrantLimits | undefined,
  holds: (one: number, other: number) => boolean
): boolean {
  if (a === undefined) {
    return true;
  }
  const [one, other] = [limitsOf(a), limitsOf(b)];
  return (['requestsPerMinute', 'concurrency', 'maxRangeMilliseconds'] as const).every((kind) =>
    holds(one[kind] ?? Infinity, other[kind] ?? Infinity)
  );
}

function hasAllFilters(wider: Grant, narrower: Grant): boolean {
  return narrower.filters?.every((filter) => wider.filters?.includes(filter) === true) === true;
}

function sameFilters(a: Grant, b: Grant): boolean {
  return a.filters === undefined || b.filters === undefined
    ? a.filters === b.filters
    : hasAllFilters(a, b) && hasAllFilters(b, a);
}
