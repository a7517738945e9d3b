import { type Match, matchesSeries } from '../filter/matchesSeries';
import { parseFilter } from '../filter/parse';
import type { Mapping, Tenant } from '../policy/shape';
import { principalsOf } from '../principal';
import { type Subject, subjectLabel } from '../subject';
import { accessOf, type TenantAccess } from './access';
import type { PolicyIndex } from './policyIndex';
import type { Reach, ReachingMapping, ReachingSubject } from './reach';

/** The labels of one series, all of them, with its name under `__name__`. */
export type SeriesLabels = Readonly<Record<string, string>>;

export interface ReachQuestion {
  /** The name of a tenant. */
  tenant: string;
  series?: SeriesLabels;
}

/** How much of an answer is told; what is counted is exact whatever these say. */
export interface ReachBounds {
  mappings?: number;
  subjects?: number;
  /** Principals, exceptions and filters of each. */
  items?: number;
}

/**
 * Answers who reaches a tenant, or one series of it: the mappings that lead there, and those of the known subjects who do. It
 * says of each subject what `decide` would say of a request that names the tenant.
 *
 * @param subjects those who are known
 * @param now milliseconds since the epoch
 */
export function whoReaches(
  index: PolicyIndex,
  { tenant: name, series }: ReachQuestion,
  subjects: Iterable<{ key: string; subject: Subject }>,
  now: number,
  { mappings: mostMappings = 200, subjects: mostSubjects = 200, items = 50 }: ReachBounds = {}
): Reach {
  const tenant = index.tenants.get(name);
  const inTenant = tenant === undefined || series === undefined ? null : hasSeries(tenant, series);
  const judge = (filters: readonly string[] | undefined) =>
    series === undefined ? null : inTenant === true ? passes(filters, series) : 'no';
  const leading = tenant === undefined ? [] : index.policy.mappings.filter((mapping) => leadsTo(mapping, name, now));
  const granting = new Set(leading.flatMap(({ effect, principals }) => (effect === 'allow' ? principals : [])));

  const counts = { subjects: 0, readers: 0, writers: 0, seeing: 0, unknown: 0 };
  const found: ReachingSubject[] = [];
  let left = 0;
  for (const { key, subject } of subjects) {
    counts.subjects += 1;
    const access = mayReach(subject, granting) ? accessOf(index, subject, now).tenants.get(name) : undefined;
    if (access === undefined) {
      continue;
    }
    const one = toldOf(key, subject, access, judge, items);
    counts.readers += one.read ? 1 : 0;
    counts.writers += one.write ? 1 : 0;
    counts.seeing += one.series === 'yes' ? 1 : 0;
    counts.unknown += one.series === 'unknown' ? 1 : 0;
    if (series !== undefined ? one.series === 'yes' || one.series === 'unknown' : one.read || one.write) {
      left += found.length < mostSubjects ? 0 : 1;
      found.push(...(found.length < mostSubjects ? [one] : []));
    }
  }
  return {
    tenant: name,
    known: tenant !== undefined,
    inTenant,
    mappings: leading.slice(0, mostMappings).map((mapping) => toldOfMapping(mapping, name, judge, items)),
    mappingsLeftOut: Math.max(0, leading.length - mostMappings),
    counts,
    subjects: found,
    subjectsLeftOut: left,
  };
}

type Judge = (filters: readonly string[] | undefined) => Match | null;

function leadsTo({ enabled, expires, grants }: Mapping, tenant: string, now: number): boolean {
  return (
    enabled &&
    (expires === undefined || Date.parse(expires) > now) &&
    // A denial without tenants denies them all.
    (grants === undefined || grants.some((grant) => grant.tenant === tenant))
  );
}

/** What a token's vm_access gives is not in the policy. */
function mayReach(subject: Subject, granting: ReadonlySet<string>): boolean {
  return subject.vmAccess !== undefined || principalsOf(subject).some((principal) => granting.has(principal));
}

/** A single node has the series of several tenants, told apart by their fixed labels. */
function hasSeries(tenant: Tenant, series: SeriesLabels): boolean {
  const fixed = 'account' in tenant || 'org' in tenant ? {} : (tenant.labels ?? {});
  return Object.entries(fixed).every(([label, value]) => Object.hasOwn(series, label) && series[label] === value);
}

/** Filters are ORed. */
function passes(filters: readonly string[] | undefined, series: SeriesLabels): Match {
  if (filters === undefined) {
    return 'yes';
  }
  const matches = new Set(filters.map((filter) => matchesSeries(parseFilter(filter).matchers, series)));
  return matches.has('yes') ? 'yes' : matches.has('unknown') ? 'unknown' : 'no';
}

function toldOf(key: string, subject: Subject, access: TenantAccess, judge: Judge, items: number): ReachingSubject {
  const { read, write } = access;
  return {
    key,
    label: subjectLabel(subject),
    issuer: subject.issuer,
    kind: subject.kind,
    read: read !== undefined,
    // With several sets of labels to stamp every write is refused.
    write: write?.stamps.length === 1,
    filters: read?.filters?.slice(0, items) ?? null,
    filtersLeftOut: Math.max(0, (read?.filters?.length ?? 0) - items),
    series: read === undefined ? (judge([]) === null ? null : 'no') : judge(read.filters),
    mappings: [...new Set([...(read?.mappings ?? []), ...(write?.mappings ?? [])])].slice(0, items),
  };
}

function toldOfMapping(mapping: Mapping, tenant: string, judge: Judge, items: number): ReachingMapping {
  const { name, effect, principals, except = [], issuers = null, expires = null } = mapping;
  const grants = mapping.effect === 'allow' ? mapping.grants.filter((grant) => grant.tenant === tenant) : [];
  const reading = grants.filter(({ access }) => access !== 'write');
  const whole = reading.some(({ filters }) => filters === undefined);
  return {
    name,
    effect,
    principals: principals.slice(0, items),
    principalsLeftOut: Math.max(0, principals.length - items),
    except: except.slice(0, items),
    exceptLeftOut: Math.max(0, except.length - items),
    issuers,
    expires,
    grants: grants.slice(0, items).map(({ access, filters }) => ({
      access,
      filters: filters?.slice(0, items) ?? null,
      filtersLeftOut: Math.max(0, (filters?.length ?? 0) - items),
    })),
    series: reading.length === 0 ? null : judge(whole ? undefined : reading.flatMap(({ filters }) => filters ?? [])),
  };
}
