import { applyPolicy } from '../decision/applyPolicy';
import { collectGrants, type CollectedGrants } from '../decision/collectGrants';
import type { GrantOfMapping, PolicyIndex } from '../decision/policyIndex';
import type { SharedLimits } from '../decision/sharedLimits';
import { tenantAccessOf } from '../decision/tenantAccessOf';
import { VM_ACCESS_MAPPING } from '../decision/vmAccessGrants';
import type { Limits } from '../limits';
import type { Grant, Tenant } from '../policy/shape';
import type { Principal } from '../principal';
import type { Subject } from '../subject';
import type { AccessView } from './impact';
import { placeOf } from './placeOf';

/** What a policy gives to one subject, in a form that can be compared. */
export interface SubjectView {
  tenants: Map<string, TenantView>;
  denied: CollectedGrants['denied'];
}

export interface TenantView {
  tenant: Tenant;
  read: AccessView | undefined;
  /** Undefined also when several mappings would stamp different labels, because then every write is refused. */
  write: AccessView | undefined;
  writeIsAmbiguous: boolean;
}

/** How many views are kept for subjects to come. */
const MOST_KEPT = 200_000;

/**
 * Says what a policy gives to one subject after the other. Subjects to whom the same mappings grant a tenant may do the same
 * there, so most of it is found out once; two equal views are often the very same object.
 */
export class AccessViews {
  readonly #ofOneGrant = new Map<Grant, TenantView>();
  readonly #ofSeveral = new Map<string, TenantView>();

  /** @param now milliseconds since the epoch */
  constructor(
    private readonly index: PolicyIndex,
    private readonly now: number
  ) {}

  /** @param principals the subject's */
  of(subject: Subject, principals: Principal[]): SubjectView {
    const { granted, denied } = collectGrants(applyPolicy(this.index, subject, this.now, principals).applied);
    const tenants = new Map<string, TenantView>();
    for (const [name, grants] of granted) {
      const tenant = this.index.tenants.get(name);
      if (tenant !== undefined) {
        tenants.set(name, this.#viewOf(tenant, grants));
      }
    }
    return { tenants, denied };
  }

  #viewOf(tenant: Tenant, grants: readonly GrantOfMapping[]): TenantView {
    // What a token's vm_access gives is one subject's alone.
    if (grants.some(({ mapping }) => mapping.name === VM_ACCESS_MAPPING)) {
      return viewTenant(tenant, grants);
    }
    const [only] = grants;
    return only !== undefined && grants.length === 1
      ? kept(this.#ofOneGrant, only.grant, () => viewTenant(tenant, grants))
      : kept(this.#ofSeveral, severalKey(tenant, grants), () => viewTenant(tenant, grants));
  }
}

/** A mapping's grants of one tenant always come together. */
function severalKey(tenant: Tenant, grants: readonly GrantOfMapping[]): string {
  return grants.reduce((key, { indexed }) => `${key} ${indexed.position}`, tenant.name);
}

function kept<Key>(views: Map<Key, TenantView>, key: Key, make: () => TenantView): TenantView {
  const known = views.get(key);
  if (known !== undefined) {
    return known;
  }
  if (views.size >= MOST_KEPT) {
    views.clear();
  }
  const made = make();
  views.set(key, made);
  return made;
}

function viewTenant(tenant: Tenant, grants: readonly GrantOfMapping[]): TenantView {
  const { read, write } = tenantAccessOf(tenant, grants);
  const place = placeOf(tenant);
  const [stamp, ...otherStamps] = write?.stamps ?? [];
  return {
    tenant,
    read: read && {
      place,
      filters: read.filters === undefined ? null : [...read.filters],
      filtersLeftOut: 0,
      stamp: null,
      limits: limitsView(read.limits, read.sharedLimits),
      until: endOf(grants, 'write'),
    },
    write:
      write === undefined || stamp === undefined || otherStamps.length > 0
        ? undefined
        : {
            place,
            filters: null,
            filtersLeftOut: 0,
            stamp: { ...stamp },
            limits: limitsView(write.limits, write.sharedLimits),
            until: endOf(grants, 'read'),
          },
    writeIsAmbiguous: otherStamps.length > 0,
  };
}

/** Access ends by itself when the last of the mappings that give it does. */
function endOf(grants: readonly GrantOfMapping[], otherAccess: 'read' | 'write'): string | null {
  const ends = grants.filter(({ grant }) => grant.access !== otherAccess).map(({ indexed }) => indexed.expiresAt);
  const last = ends.reduce((a, b) => Math.max(a, b), 0);
  return last === Infinity ? null : new Date(last).toISOString();
}

/** Which mapping's limits count may change without a difference to anybody, so their names are left out. */
function limitsView(each: Limits, shared: readonly SharedLimits[]): AccessView['limits'] {
  const of = (scope: SharedLimits['scope']): Limits =>
    shared
      .filter((one) => one.scope === scope)
      .reduce<Limits>((all, { limits }) => ({ ...all, ...defined(limits) }), {});
  return { each: defined(each), mapping: of('mapping'), tenant: of('tenant') };
}

function defined({ requestsPerMinute, concurrency, maxRangeMilliseconds }: Limits): Limits {
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(concurrency !== undefined && { concurrency }),
    ...(maxRangeMilliseconds !== undefined && { maxRangeMilliseconds }),
  };
}
