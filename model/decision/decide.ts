import { type Subject, subjectLabel } from '../subject';
import { accessOf, type SubjectAccess, type TenantAccess } from './access';
import { type AccessRequest, allowed, type Decision, refused, type Refused } from './decision';
import { federate, refuseAmbiguous } from './federate';
import type { PolicyIndex } from './policyIndex';

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
  const decision = decideWithin(index, subject, access, request);
  return decision.allowed || access.notes.length === 0
    ? decision
    : { ...decision, message: [decision.message, ...access.notes].join('. ') };
}

function decideWithin(index: PolicyIndex, subject: Subject, access: SubjectAccess, request: AccessRequest): Decision {
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
