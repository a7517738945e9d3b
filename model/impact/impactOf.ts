import type { PolicyIndex } from '../decision/policyIndex';
import { type Principal, principalsOf } from '../principal';
import { type Subject, subjectLabel } from '../subject';
import { counted, listed } from '../words';
import { AccessComparer, type SubjectImpact } from './accessComparer';
import { concernsOf } from './concerns';
import type {
  AccessImpact,
  AccessView,
  Impact,
  ImpactGroup,
  ImpactSubject,
  TenantImpact,
  UnnamedOutcome,
} from './impact';
import { impactWords } from './impactWords';
import { subjectClasses } from './subjectClass';

/** How much of an impact is told in detail; what is counted is exact whatever these say. */
export interface ImpactBounds {
  /** Groups of subjects to whom the same happens. */
  groups?: number;
  /** Subjects of each group. */
  examples?: number;
  /** Tenants of each group, and filters of each tenant. */
  tenants?: number;
}

/**
 * Finds what another policy would mean for those who are known: who gains, who loses, and what. Subjects to whom the very same
 * happens are told of together. Only those whom the change can concern are looked at closely.
 *
 * @param before the policy in force
 * @param after the policy that would take its place
 * @param now milliseconds since the epoch
 */
export function impactOf(
  before: PolicyIndex,
  after: PolicyIndex,
  subjects: Iterable<ImpactSubject>,
  now: number,
  { groups: mostGroups = 200, examples: mostExamples = 10, tenants: mostTenants = 50 }: ImpactBounds = {}
): Impact {
  const isConcerned = concernsOf(before, after, now);
  const compare = comparerOf(before, after, now);
  const found = new Map<string, { impact: SubjectImpact; members: ImpactSubject[] }>();
  const counts = {
    subjects: 0,
    unchanged: 0,
    changed: 0,
    gaining: 0,
    losing: 0,
    differing: 0,
    losingAll: 0,
    incomplete: 0,
  };
  for (const member of subjects) {
    counts.subjects += 1;
    counts.incomplete += isIncomplete(member) ? 1 : 0;
    const principals = principalsOf(member.subject);
    const impact = isConcerned(member.subject, principals) ? compare(member.subject, principals) : undefined;
    if (impact === undefined || (impact.tenants.length === 0 && impact.unnamed.length === 0)) {
      counts.unchanged += 1;
      continue;
    }
    const group = found.get(impact.key);
    if (group === undefined) {
      found.set(impact.key, { impact, members: [member] });
    } else {
      group.members.push(member);
    }
  }
  // Whoever is in one group gains and loses the same.
  for (const { impact, members } of found.values()) {
    counts.changed += members.length;
    counts.gaining += gains(impact) ? members.length : 0;
    counts.losing += loses(impact) ? members.length : 0;
    counts.differing += differs(impact) ? members.length : 0;
    counts.losingAll += impact.nothingLeft ? members.length : 0;
  }
  const groups = [...found.values()].sort((a, b) => b.members.length - a.members.length);
  return {
    ...counts,
    groups: groups
      .slice(0, mostGroups)
      .map(({ impact, members }) => groupOf(impact, members, mostExamples, mostTenants)),
    leftOut: Math.max(0, groups.length - mostGroups),
  };
}

/** Those whom the policies cannot tell apart are compared once. */
function comparerOf(
  before: PolicyIndex,
  after: PolicyIndex,
  now: number
): (subject: Subject, principals: Principal[]) => SubjectImpact {
  const comparer = new AccessComparer(before, after, now);
  const classOf = subjectClasses(before, after);
  const known = new Map<string, SubjectImpact>();
  return (subject, principals) => {
    const subjectClass = classOf(subject, principals);
    const impact = (subjectClass !== undefined && known.get(subjectClass)) || comparer.compare(subject, principals);
    if (subjectClass !== undefined) {
      known.set(subjectClass, impact);
    }
    return impact;
  };
}

function isIncomplete({ shortened, subject }: ImpactSubject): boolean {
  return shortened === true || subject.groupsIncomplete === true || subject.claimsIncomplete === true;
}

function gains({ tenants, unnamed }: SubjectImpact): boolean {
  return (
    accessesOf(tenants).some(
      ({ change, limits, until }) =>
        change === 'gained' || change === 'wider' || limits === 'wider' || until === 'later'
    ) || unnamed.some(({ from }) => !from.allowed)
  );
}

function loses({ tenants, unnamed }: SubjectImpact): boolean {
  return (
    accessesOf(tenants).some(
      ({ change, limits, until }) =>
        change === 'lost' || change === 'narrower' || limits === 'narrower' || until === 'sooner'
    ) || unnamed.some(({ to }) => !to.allowed)
  );
}

function differs({ tenants, unnamed }: SubjectImpact): boolean {
  return (
    accessesOf(tenants).some(({ change, limits }) => change === 'other' || limits === 'other') ||
    unnamed.some(({ from, to }) => from.allowed && to.allowed)
  );
}

function accessesOf(tenants: readonly TenantImpact[]): AccessImpact[] {
  return tenants.flatMap(({ read, write }) => [read, write]).filter((access) => access !== undefined);
}

function groupOf(
  impact: SubjectImpact,
  members: readonly ImpactSubject[],
  mostExamples: number,
  mostTenants: number
): ImpactGroup {
  const people = members.filter(({ subject }) => subject.kind === 'user').length;
  const services = members.length - people;
  return {
    subjects: members.length,
    people,
    services,
    examples: members.slice(0, mostExamples).map(({ key, subject }) => exampleOf(key, subject)),
    words: impactWords(whoOf(members, people, services), members.length > 1, impact),
    nothingLeft: impact.nothingLeft,
    tenants: impact.tenants.slice(0, mostTenants).map((tenant) => boundTenant(tenant, mostTenants)),
    tenantsLeftOut: Math.max(0, impact.tenants.length - mostTenants),
    unnamed: impact.unnamed.slice(0, mostTenants).map((one) => ({
      ...one,
      from: boundOutcome(one.from, mostTenants),
      to: boundOutcome(one.to, mostTenants),
    })),
  };
}

function exampleOf(key: string, subject: Subject): ImpactGroup['examples'][number] {
  return { key, label: subjectLabel(subject), issuer: subject.issuer, kind: subject.kind };
}

/** `alice@example.com`, `12 people (alice@example.com, bob@example.com and 10 more)`. */
function whoOf(members: readonly ImpactSubject[], people: number, services: number): string {
  const [first, ...others] = members;
  if (first === undefined || others.length === 0) {
    return first === undefined ? 'nobody' : subjectLabel(first.subject);
  }
  const kinds = [
    ...(people === 0 ? [] : [counted(people, 'person', 'people')]),
    ...(services === 0 ? [] : [counted(services, 'service')]),
  ];
  const labels = members.slice(0, 3).map(({ subject }) => subjectLabel(subject));
  return `${kinds.join(' and ')} (${listed(labels, 3, members.length)})`;
}

function boundTenant({ tenant, read, write }: TenantImpact, most: number): TenantImpact {
  const bound = (access: AccessImpact) => ({
    ...access,
    from: boundView(access.from, most),
    to: boundView(access.to, most),
  });
  return { tenant, ...(read && { read: bound(read) }), ...(write && { write: bound(write) }) };
}

function boundOutcome(outcome: UnnamedOutcome, most: number): UnnamedOutcome {
  return outcome.allowed && outcome.tenants.length > most
    ? { ...outcome, tenants: outcome.tenants.slice(0, most), tenantsLeftOut: outcome.tenants.length - most }
    : outcome;
}

function boundView(view: AccessView | null, most: number): AccessView | null {
  return view?.filters === undefined || view.filters === null || view.filters.length <= most
    ? view
    : { ...view, filters: view.filters.slice(0, most), filtersLeftOut: view.filters.length - most };
}
