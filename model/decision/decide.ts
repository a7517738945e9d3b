import type { Tenant } from '../policy/schema';
import { type Subject, subjectLabel } from '../subject';
import { accessOf, type SubjectAccess, type TenantAccess } from './access';
import type { Limits, PolicyIndex } from './policyIndex';

/** What the policy is asked about one request. */
export interface AccessRequest {
  access: 'read' | 'write';
  /** The tenant that the request names, in its URL or header. */
  tenant?: string;
  /** The backend that the request's URL names: only its tenants come into question. */
  backend?: string;
}

/** Stable reasons of refusals; a policy never refuses without one. */
export type RefusalReason =
  | 'no-mapping'
  | 'denied'
  | 'tenant-not-granted'
  | 'tenant-ambiguous'
  | 'read-not-granted'
  | 'write-not-granted'
  | 'write-ambiguous';

/** One tenant of an allowed request, with the filters that hold there. */
export interface AllowedTenant {
  tenant: Tenant;
  /** Canonical filters, ORed; undefined means the whole tenant. */
  filters: readonly string[] | undefined;
}

export interface Allowed {
  allowed: true;
  reason: 'allowed';
  access: 'read' | 'write';
  backend: string;
  /** At least one; several only for reads. */
  tenants: readonly [AllowedTenant, ...AllowedTenant[]];
  /** Labels to stamp on written samples, besides the tenant's own; empty for reads. */
  stamp: Readonly<Record<string, string>>;
  limits: Limits;
  /** Names of the mappings that led here, in the policy's order. */
  mappings: readonly string[];
}

export interface Refused {
  allowed: false;
  reason: RefusalReason;
  /** For people: what is missing and what to do. Never names what the subject may not know of. */
  message: string;
  /** Tenants that the subject could name instead. */
  choices: readonly string[];
  mappings: readonly string[];
}

export type Decision = Allowed | Refused;

/**
 * Decides one request: who asks, for what, under which policy. Whatever the policy does not grant is refused.
 *
 * @param now milliseconds since the epoch
 */
export function decide(index: PolicyIndex, subject: Subject, request: AccessRequest, now: number): Decision {
  return decideFromAccess(index, subject, accessOf(index, subject, now), request);
}

/** `decide` for callers that keep the subject's access. */
export function decideFromAccess(
  index: PolicyIndex,
  subject: Subject,
  access: SubjectAccess,
  request: AccessRequest
): Decision {
  const who = subjectLabel(subject);
  if (access.deniesEverything) {
    return refused('denied', `a deny mapping keeps ${who} from every tenant`, [], access.deniedBy);
  }
  const usable = [...access.tenants.values()].filter((tenant) => tenant[request.access] !== undefined);
  if (request.tenant !== undefined) {
    return decideNamed(access, request, request.tenant, who, usable);
  }
  const candidates = usable.filter(({ tenant }) => request.backend === undefined || tenant.backend === request.backend);
  const [only, ...others] = candidates;
  if (only === undefined) {
    return refuseWithoutTenant(access, request, who);
  }
  if (others.length === 0) {
    return allowOne(only, request.access, who);
  }
  return request.access === 'read' && index.policy.settings.severalTenants === 'federate'
    ? federate([only, ...others], who)
    : refuseAmbiguous(
        [only, ...others],
        who,
        request.access === 'write' ? 'a write goes to one tenant' : 'the policy does not federate tenants'
      );
}

function decideNamed(
  access: SubjectAccess,
  request: AccessRequest,
  name: string,
  who: string,
  usable: readonly TenantAccess[]
): Decision {
  const named = access.tenants.get(name);
  const denier = access.deniedTenants.get(name);
  if (denier !== undefined) {
    return refused('denied', `a deny mapping keeps ${who} from the tenant ${name}`, [], [denier]);
  }
  // One answer for tenants that do not exist and tenants of others: names of tenants are nobody's to guess.
  if (named === undefined || (request.backend !== undefined && named.tenant.backend !== request.backend)) {
    const choices = usable.map(({ tenant }) => tenant.name);
    return refused('tenant-not-granted', `no mapping grants ${who} the tenant ${name}`, choices, []);
  }
  return allowOne(named, request.access, who);
}

function allowOne(one: TenantAccess, access: 'read' | 'write', who: string): Decision {
  if (access === 'read') {
    if (one.read === undefined) {
      return refused(
        'read-not-granted',
        `${who} may write to the tenant ${one.tenant.name} but not read it`,
        [],
        one.write?.mappings ?? []
      );
    }
    return allowed('read', [{ tenant: one.tenant, filters: one.read.filters }], {}, one.read);
  }
  if (one.write === undefined) {
    return refused(
      'write-not-granted',
      `${who} may read the tenant ${one.tenant.name} but not write to it`,
      [],
      one.read?.mappings ?? []
    );
  }
  const [stamp, ...otherStamps] = one.write.stamps;
  if (stamp === undefined || otherStamps.length > 0) {
    return refused(
      'write-ambiguous',
      `several mappings let ${who} write to the tenant ${one.tenant.name} with different labels; only one set can be stamped on the samples`,
      [],
      one.write.mappings
    );
  }
  return allowed('write', [{ tenant: one.tenant, filters: undefined }], stamp, one.write);
}

/**
 * Several tenants in one read, where that cannot leak: all on one backend, and on a VictoriaMetrics cluster all with the same
 * filters, because vmselect takes the tenants and the other labels of ORed filters apart and would combine them anew. A
 * single node keeps each filter whole, so there tenants may differ. Mimir has no filters.
 */
function federate(several: readonly [TenantAccess, ...TenantAccess[]], who: string): Decision {
  const [first] = several;
  if (several.some(({ tenant }) => tenant.backend !== first.tenant.backend)) {
    return refuseAmbiguous(several, who, 'they stand on different backends');
  }
  const sameFilters = new Set(several.map(({ read }) => JSON.stringify(read?.filters ?? null))).size === 1;
  if ('account' in first.tenant && !sameFilters) {
    return refuseAmbiguous(several, who, 'their filters differ, and a cluster cannot keep them apart in one query');
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
      mappings: [...new Set(reads.flatMap(({ mappings }) => mappings))],
    }
  );
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

function refuseWithoutTenant(access: SubjectAccess, request: AccessRequest, who: string): Refused {
  const where = request.backend === undefined ? '' : ` on the backend ${request.backend}`;
  const onBackend = [...access.tenants.values()].filter(
    ({ tenant }) => request.backend === undefined || tenant.backend === request.backend
  );
  if (onBackend.length > 0) {
    const other = request.access === 'read' ? 'write to' : 'read';
    const reason = request.access === 'read' ? 'read-not-granted' : 'write-not-granted';
    const names = onBackend.map(({ tenant }) => tenant.name);
    return refused(reason, `${who} may only ${other} ${names.join(', ')}`, [], []);
  }
  if (access.deniedBy.length > 0) {
    return refused('denied', `a deny mapping keeps ${who} from every tenant${where}`, [], access.deniedBy);
  }
  return refused(
    'no-mapping',
    `no mapping grants ${who} anything${where}; ask your Grafana administrator for access`,
    [],
    []
  );
}

function refuseAmbiguous(several: readonly TenantAccess[], who: string, why: string): Refused {
  const choices = several.map(({ tenant }) => tenant.name).sort();
  return refused(
    'tenant-ambiguous',
    `${who} has several tenants (${choices.join(', ')}) and ${why}; name one with /tenant/<name> in the data source's URL or the header X-Gatehouse-Tenant`,
    choices,
    []
  );
}

function allowed(
  access: 'read' | 'write',
  tenants: readonly [AllowedTenant, ...AllowedTenant[]],
  stamp: Readonly<Record<string, string>>,
  { limits, mappings }: { limits: Limits; mappings: readonly string[] }
): Allowed {
  return {
    allowed: true,
    reason: 'allowed',
    access,
    backend: tenants[0].tenant.backend,
    tenants,
    stamp,
    limits,
    mappings,
  };
}

function refused(
  reason: RefusalReason,
  message: string,
  choices: readonly string[],
  mappings: readonly string[]
): Refused {
  return { allowed: false, reason, message, choices, mappings };
}
