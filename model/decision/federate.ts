import type { Limits } from '../limits';
import type { Tenant } from '../policy/shape';
import type { ReadAccess, TenantAccess } from './access';
import { allowed, type AllowedTenant, type Decision, refused, type Refused } from './decision';
import { mergeSharedLimits } from './sharedLimits';

/**
 * Several tenants in one read, where that cannot leak: all on one backend, and on a VictoriaMetrics cluster all with the same
 * filters, because vmselect takes the tenants and the other labels of ORed filters apart and would combine them anew. A
 * single node keeps each filter whole, so there tenants may differ. Mimir has no filters.
 */
export function federate(several: readonly [TenantAccess, ...TenantAccess[]], who: string): Decision {
  const why = whyNotFederated(several);
  if (why !== undefined) {
    return refuseAmbiguous(several, who, why);
  }
  const reads = several.flatMap(({ read }) => (read === undefined ? [] : [read]));
  const tenants = several.map(({ tenant, read }) => ({ tenant, filters: read?.filters }));
  return allowed(
    'read',
    tenants as [AllowedTenant, ...AllowedTenant[]],
    {},
    {
      // What is asked of several tenants at once must hold in each of them: the narrowest limits count.
      limits: reads.map(({ limits }) => limits).reduce(narrowest),
      sharedLimits: mergeSharedLimits(reads.flatMap(({ sharedLimits }) => sharedLimits)),
      mappings: [...new Set(reads.flatMap(({ mappings }) => mappings))],
    }
  );
}

/**
 * Says why several tenants cannot be read in one query.
 *
 * @returns undefined when they can
 */
export function whyNotFederated([first, ...others]: readonly [Readable, ...Readable[]]): string | undefined {
  if (others.some(({ tenant }) => tenant.backend !== first.tenant.backend)) {
    return 'they stand on different backends';
  }
  return 'account' in first.tenant && others.some(({ read }) => !sameFilters(read?.filters, first.read?.filters))
    ? 'their filters differ, and a cluster cannot keep them apart in one query'
    : undefined;
}

/** What of a tenant's access decides whether it can be read together with others. */
interface Readable {
  tenant: Tenant;
  read?: Pick<ReadAccess, 'filters'>;
}

/** Both are canonical and sorted. */
function sameFilters(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && a.length === b?.length && a.every((filter, place) => filter === b[place]));
}

function narrowest(a: Limits, b: Limits): Limits {
  const least = (x: number | undefined, y: number | undefined) =>
    x === undefined ? y : y === undefined ? x : Math.min(x, y);
  return {
    requestsPerMinute: least(a.requestsPerMinute, b.requestsPerMinute),
    concurrency: least(a.concurrency, b.concurrency),
    maxRangeMilliseconds: least(a.maxRangeMilliseconds, b.maxRangeMilliseconds),
  };
}

/** Refuses because the request would have to name one of several tenants. */
export function refuseAmbiguous(several: readonly TenantAccess[], who: string, why: string): Refused {
  const choices = several.map(({ tenant }) => tenant.name).sort();
  return refused(
    'tenant-ambiguous',
    `${who} has several tenants (${choices.join(', ')}) and ${why}; name one with /tenant/<name> in the data source's URL or the header X-Gatehouse-Tenant`,
    choices,
    []
  );
}
