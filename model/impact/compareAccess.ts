import { decideFromAccess } from '../decision/decide';
import type { AccessRequest } from '../decision/decision';
import type { PolicyIndex } from '../decision/policyIndex';
import { sortedEntries } from '../diff/sameMeaning';
import { compareFilters, type Relation } from '../filter/compareFilters';
import type { Limits } from '../limits';
import type { Subject } from '../subject';
import type { AccessImpact, AccessView, TenantImpact, UnnamedImpact, UnnamedOutcome } from './impact';
import { type SubjectView, type TenantView, viewAccess } from './viewAccess';

/** What another policy means for one subject. */
export interface SubjectImpact {
  /** By name of the tenant; only those where something changes. */
  tenants: TenantImpact[];
  unnamed: UnnamedImpact[];
}

/**
 * Compares what two policies give to a subject.
 *
 * @param now milliseconds since the epoch
 */
export function compareAccess(before: PolicyIndex, after: PolicyIndex, subject: Subject, now: number): SubjectImpact {
  const [from, to] = [viewAccess(before, subject, now), viewAccess(after, subject, now)];
  const names = [...new Set([...from.tenants.keys(), ...to.tenants.keys()])].sort();
  const tenants = names.flatMap((tenant): TenantImpact[] => {
    const read = compareView('read', tenant, from, to);
    const write = compareView('write', tenant, from, to);
    return read === undefined && write === undefined
      ? []
      : [{ tenant, ...(read && { read }), ...(write && { write }) }];
  });
  return {
    tenants,
    unnamed:
      tenants.length === 0 && before.policy.settings.severalTenants === after.policy.settings.severalTenants
        ? []
        : compareUnnamed(before, after, subject, from, to),
  };
}

function compareView(
  kind: 'read' | 'write',
  name: string,
  before: SubjectView,
  after: SubjectView
): AccessImpact | undefined {
  const [from, to] = [before.tenants.get(name)?.[kind], after.tenants.get(name)?.[kind]];
  if (from === undefined && to === undefined) {
    return undefined;
  }
  if (from === undefined || to === undefined) {
    return {
      change: from === undefined ? 'gained' : 'lost',
      limits: 'same',
      until: 'same',
      ...(to === undefined && { because: whyLost(kind, name, after) }),
      from: from ?? null,
      to: to ?? null,
    };
  }
  const change = kind === 'read' ? compareReading(from, to) : compareWriting(from, to);
  const limits = compareLimits(from.limits, to.limits);
  const until = compareMoments(from.until, to.until);
  return change === 'same' && limits === 'same' && until === 'same' ? undefined : { change, limits, until, from, to };
}

function whyLost(kind: 'read' | 'write', name: string, { access, tenants }: SubjectView): AccessImpact['because'] {
  const ambiguous = (view: TenantView | undefined) => kind === 'write' && view?.writeIsAmbiguous === true;
  return access.deniesEverything || access.deniedTenants.has(name)
    ? 'denied'
    : ambiguous(tenants.get(name))
      ? 'write-ambiguous'
      : 'not-granted';
}

function compareReading(from: AccessView, to: AccessView): Relation {
  const places = comparePlaces(from.place, to.place);
  const filters = compareFilters(from.filters ?? undefined, to.filters ?? undefined);
  return places === 'same' || places === filters ? filters : filters === 'same' ? places : 'other';
}

/** On a single node the fixed labels narrow what can be seen; anywhere else another place is another place. */
function comparePlaces(from: AccessView['place'], to: AccessView['place']): Relation {
  if (from.backend !== to.backend || from.account !== to.account || from.org !== to.org) {
    return 'other';
  }
  const has = (labels: AccessView['place']['labels'] = {}, others: AccessView['place']['labels'] = {}) =>
    Object.entries(others).every(([label, value]) => Object.hasOwn(labels, label) && labels[label] === value);
  const [more, less] = [has(from.labels, to.labels), has(to.labels, from.labels)];
  return more && less ? 'same' : more ? 'wider' : less ? 'narrower' : 'other';
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

function compareUnnamed(
  before: PolicyIndex,
  after: PolicyIndex,
  subject: Subject,
  from: SubjectView,
  to: SubjectView
): UnnamedImpact[] {
  const backends = new Set([...from.tenants.values(), ...to.tenants.values()].map(({ tenant }) => tenant.backend));
  // With one backend, naming it makes no difference.
  const named = backends.size < 2 ? [] : [...backends].sort();
  return [undefined, ...named].flatMap((backend) =>
    (['read', 'write'] as const).flatMap((access): UnnamedImpact[] => {
      const request: AccessRequest = { access, backend };
      const was = outcomeOf(before, subject, from, request);
      const is = outcomeOf(after, subject, to, request);
      return isTelling(was, is) ? [{ access, backend: backend ?? null, from: was, to: is }] : [];
    })
  );
}

function outcomeOf(
  index: PolicyIndex,
  subject: Subject,
  { access }: SubjectView,
  request: AccessRequest
): UnnamedOutcome {
  const decision = decideFromAccess(index, subject, access, request);
  return decision.allowed
    ? { allowed: true, tenants: decision.tenants.map(({ tenant }) => tenant.name).sort(), tenantsLeftOut: 0 }
    : { allowed: false, reason: decision.reason };
}

/** What begins or ends altogether is told by the tenants. */
function isTelling(from: UnnamedOutcome, to: UnnamedOutcome): boolean {
  if (from.allowed && to.allowed) {
    return JSON.stringify(from.tenants) !== JSON.stringify(to.tenants);
  }
  const [refusal, other] = from.allowed ? [to, from] : [from, to];
  return !refusal.allowed && other.allowed && refusal.reason === 'tenant-ambiguous';
}
