import { whyNotFederated } from '../decision/federate';
import type { PolicyIndex } from '../decision/policyIndex';
import type { UnnamedImpact, UnnamedOutcome } from './impact';
import type { SubjectView, TenantView } from './accessViews';

/**
 * Compares what comes of requests that name no tenant, by access and by the backend that they name, if any. What the tenants
 * that are gained and lost tell already is left out.
 */
export function compareUnnamed(
  before: PolicyIndex,
  after: PolicyIndex,
  from: SubjectView,
  to: SubjectView
): UnnamedImpact[] {
  const backends = new Set<string>();
  from.tenants.forEach(({ tenant }) => backends.add(tenant.backend));
  to.tenants.forEach(({ tenant }) => backends.add(tenant.backend));
  // With one backend, naming it makes no difference.
  const named = backends.size < 2 ? [] : [...backends].sort();
  return (['read', 'write'] as const).flatMap((access) => {
    const [earlier, later] = [candidatesOf(from, access), candidatesOf(to, access)];
    return [null, ...named].flatMap((backend): UnnamedImpact[] => {
      const was = outcomeOf(before, access, of(earlier, backend));
      const is = outcomeOf(after, access, of(later, backend));
      return isTelling(was, is) ? [{ access, backend, from: was, to: is }] : [];
    });
  });
}

/** By name, so that the same tenants come out alike. */
function candidatesOf({ tenants }: SubjectView, access: 'read' | 'write'): TenantView[] {
  return [...tenants.values()]
    .filter((view) => view[access] !== undefined || (access === 'write' && view.writeIsAmbiguous))
    .sort((a, b) => (a.tenant.name < b.tenant.name ? -1 : a.tenant.name > b.tenant.name ? 1 : 0));
}

function of(candidates: readonly TenantView[], backend: string | null): readonly TenantView[] {
  return backend === null ? candidates : candidates.filter(({ tenant }) => tenant.backend === backend);
}

/** What `decide` answers; whatever refuses for another reason than that there are several is told by the tenants. */
function outcomeOf(
  { policy }: PolicyIndex,
  access: 'read' | 'write',
  [first, ...others]: readonly TenantView[]
): UnnamedOutcome {
  if (first === undefined) {
    return { allowed: false, reason: `${access}-not-granted` };
  }
  if (others.length === 0) {
    return first[access] === undefined
      ? { allowed: false, reason: 'write-ambiguous' }
      : { allowed: true, tenants: [first.tenant.name], tenantsLeftOut: 0 };
  }
  return access === 'read' &&
    policy.settings.severalTenants === 'federate' &&
    whyNotFederated([readable(first), ...others.map(readable)]) === undefined
    ? { allowed: true, tenants: [first, ...others].map(({ tenant }) => tenant.name), tenantsLeftOut: 0 }
    : { allowed: false, reason: 'tenant-ambiguous' };
}

function readable({ tenant, read }: TenantView) {
  return { tenant, read: read && { filters: read.filters ?? undefined } };
}

/** What begins or ends altogether is told by the tenants. */
function isTelling(from: UnnamedOutcome, to: UnnamedOutcome): boolean {
  if (from.allowed && to.allowed) {
    return from.tenants.length !== to.tenants.length || from.tenants.some((name, place) => name !== to.tenants[place]);
  }
  const [refusal, other] = from.allowed ? [to, from] : [from, to];
  return !refusal.allowed && other.allowed && refusal.reason === 'tenant-ambiguous';
}
