import { accessFrom, type SubjectAccess, type TenantAccess } from '../decision/access';
import { type AppliedPolicy, applyPolicy } from '../decision/applyPolicy';
import type { PolicyIndex } from '../decision/policyIndex';
import type { SharedLimits } from '../decision/sharedLimits';
import type { Limits } from '../limits';
import type { Tenant } from '../policy/schema';
import type { Subject } from '../subject';
import type { AccessView } from './impact';

/** What a subject may do in each tenant, in a form that can be compared. */
export interface SubjectView {
  access: SubjectAccess;
  tenants: Map<string, TenantView>;
}

export interface TenantView {
  tenant: Tenant;
  read: AccessView | undefined;
  /** Undefined also when several mappings would stamp different labels, because then every write is refused. */
  write: AccessView | undefined;
  writeIsAmbiguous: boolean;
}

/** @param now milliseconds since the epoch */
export function viewAccess(index: PolicyIndex, subject: Subject, now: number): SubjectView {
  const applied = applyPolicy(index, subject, now);
  const access = accessFrom(index, subject, applied);
  const ends = endsOf(applied);
  const tenants = new Map([...access.tenants].map(([name, one]) => [name, viewTenant(one, ends.get(name))] as const));
  return { access, tenants };
}

/** When reading and writing end by themselves, in milliseconds since the epoch or Infinity. */
interface Ends {
  read: number;
  write: number;
}

/** A tenant's access ends when the last of the mappings that grant it does. */
function endsOf({ applied }: AppliedPolicy): Map<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const { indexed, part } of applied) {
    if (part !== 'grants' || indexed.mapping.effect !== 'allow') {
      continue;
    }
    for (const { tenant, access } of indexed.mapping.grants) {
      const known = ends.get(tenant) ?? { read: 0, write: 0 };
      ends.set(tenant, {
        read: access === 'write' ? known.read : Math.max(known.read, indexed.expiresAt),
        write: access === 'read' ? known.write : Math.max(known.write, indexed.expiresAt),
      });
    }
  }
  return ends;
}

function viewTenant({ tenant, read, write }: TenantAccess, ends: Ends | undefined): TenantView {
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
      until: momentOf(ends?.read),
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
            until: momentOf(ends?.write),
          },
    writeIsAmbiguous: otherStamps.length > 0,
  };
}

function placeOf(tenant: Tenant): AccessView['place'] {
  const { backend } = tenant;
  if ('account' in tenant) {
    return { backend, account: `${tenant.account}:${tenant.project}` };
  }
  return 'org' in tenant ? { backend, org: tenant.org } : { backend, labels: { ...tenant.labels } };
}

/** Which mapping's limits count may change without a difference to anybody, so their names are left out. */
function limitsView(each: Limits, shared: readonly SharedLimits[]): AccessView['limits'] {
  const of = (scope: SharedLimits['scope']) =>
    Object.assign({}, ...shared.filter((one) => one.scope === scope).map(({ limits }) => defined(limits)));
  return { each: defined(each), mapping: of('mapping'), tenant: of('tenant') };
}

function defined(limits: Limits): Limits {
  const { requestsPerMinute, concurrency, maxRangeMilliseconds } = limits;
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(concurrency !== undefined && { concurrency }),
    ...(maxRangeMilliseconds !== undefined && { maxRangeMilliseconds }),
  };
}

function momentOf(milliseconds: number | undefined): string | null {
  return milliseconds === undefined || milliseconds === Infinity ? null : new Date(milliseconds).toISOString();
}
