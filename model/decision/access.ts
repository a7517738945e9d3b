import { parseFilter } from '../filter/parse';
import { type Limits, limitsOf } from '../limits';
import type { Access, AllowMapping, Grant, Tenant } from '../policy/schema';
import type { Subject } from '../subject';
import { type AppliedPolicy, applyPolicy } from './applyPolicy';
import { notesFor } from './notes';
import type { Applied, PolicyIndex } from './policyIndex';
import { type SharedLimits, sharedLimitsOf } from './sharedLimits';

/** What a subject may read of a tenant. */
export interface ReadAccess {
  /** Canonical filters, ORed, sorted; undefined means the whole tenant. Never an empty list. */
  filters: readonly string[] | undefined;
  /** The subject's own; of several grants the most generous count. */
  limits: Limits;
  /** Those that the subject shares with others. */
  sharedLimits: readonly SharedLimits[];
  /** Names of the mappings that led to this. */
  mappings: readonly string[];
}

/** What a subject may write to a tenant. */
export interface WriteAccess {
  /** Every set of labels that some grant would stamp on the samples; an empty set stamps nothing of its own. */
  stamps: ReadonlyArray<Readonly<Record<string, string>>>;
  limits: Limits;
  sharedLimits: readonly SharedLimits[];
  mappings: readonly string[];
}

export interface TenantAccess {
  tenant: Tenant;
  read?: ReadAccess;
  write?: WriteAccess;
}

/** Everything that a policy gives to one subject, until `validUntil`. */
export interface SubjectAccess {
  /** By tenant name, without the tenants that are denied. */
  tenants: ReadonlyMap<string, TenantAccess>;
  /** Names of the deny mappings that apply, for the reasons of refusals. */
  deniedBy: readonly string[];
  /** True when a deny mapping without tenants applies: nothing is left then. */
  deniesEverything: boolean;
  /** Names of tenants that are denied, with the mapping that denies them. */
  deniedTenants: ReadonlyMap<string, string>;
  /** What whoever is refused should know besides: what of the subject is not known or not understood. */
  notes: readonly string[];
  /** Milliseconds since the epoch when the first of the mappings that count here expires. */
  validUntil: number;
}

/**
 * Adds up what all mappings give to a subject. Grants add up, a deny that applies wins over every grant, and the order of
 * the mappings means nothing.
 *
 * @param now milliseconds since the epoch
 */
export function accessOf(index: PolicyIndex, subject: Subject, now: number): SubjectAccess {
  return accessFrom(index, subject, applyPolicy(index, subject, now));
}

/** The second half of `accessOf`, for callers that have looked the mappings up already. */
export function accessFrom(
  index: PolicyIndex,
  subject: Subject,
  { applied, vmAccess }: Pick<AppliedPolicy, 'applied' | 'vmAccess'>
): SubjectAccess {
  const deny = collectDenials(applied);
  const granted = new Map<string, GrantOfMapping[]>();
  for (const { indexed, part } of applied) {
    if (part !== 'grants' || indexed.mapping.effect !== 'allow' || deny.everything) {
      continue;
    }
    for (const grant of indexed.mapping.grants) {
      if (!deny.tenants.has(grant.tenant)) {
        granted.set(grant.tenant, [...(granted.get(grant.tenant) ?? []), { grant, mapping: indexed.mapping }]);
      }
    }
  }
  const tenants = new Map<string, TenantAccess>();
  for (const [name, grants] of granted) {
    const tenant = index.tenants.get(name);
    if (tenant !== undefined) {
      tenants.set(name, { tenant, read: readAccess(tenant, grants), write: writeAccess(tenant, grants) });
    }
  }
  return {
    tenants,
    deniedBy: deny.mappings,
    deniesEverything: deny.everything,
    deniedTenants: deny.tenants,
    notes: notesFor(subject, vmAccess),
    validUntil: firstExpiry(applied),
  };
}

interface GrantOfMapping {
  grant: Grant;
  mapping: AllowMapping;
}

function collectDenials(applied: readonly Applied[]) {
  const tenants = new Map<string, string>();
  const mappings: string[] = [];
  let everything = false;
  for (const { indexed, part } of applied) {
    if (part !== 'denies') {
      continue;
    }
    mappings.push(indexed.mapping.name);
    everything ||= indexed.mapping.grants === undefined;
    indexed.mapping.grants?.forEach((grant) => tenants.set(grant.tenant, indexed.mapping.name));
  }
  return { tenants, mappings, everything };
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
    limits: grants.map(({ grant }) => limitsOf(grant.limits)).reduce(mostGenerous),
    sharedLimits: sharedLimitsOf(tenant, mappings),
    mappings: mappings.map(({ name }) => name),
  };
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

function firstExpiry(applied: readonly Applied[]): number {
  return applied
    .filter(({ part }) => part === 'grants' || part === 'denies')
    .reduce((first, { indexed }) => Math.min(first, indexed.expiresAt), Infinity);
}
