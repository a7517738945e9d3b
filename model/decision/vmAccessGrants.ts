import { findStampProblems } from '../policy/stamps';
import type { AllowMapping, Grant, Tenant } from '../policy/shape';
import type { VmAccess } from '../vmAccess/vmAccess';
import type { PolicyIndex } from './policyIndex';

/** The name under which a `vm_access` claim stands among the mappings. No mapping of a policy can have it: ":" is not allowed there. */
export const VM_ACCESS_MAPPING = 'token:vm_access';

/** What a `vm_access` claim gives under a policy. */
export interface VmAccessGrants {
  /** One for each tenant; empty when it gives nothing. */
  grants: readonly Grant[];
  /** Why it gives nothing, or less than it says; names no tenant. */
  note?: string;
}

/**
 * Finds the tenants that a `vm_access` claim means: those of the policy with its account and project, on the backends for which
 * it counts. A claim without an account means the one single node that is a tenant as a whole, never account 0.
 */
export function vmAccessGrants(index: PolicyIndex, { tenant, access, filters, backends }: VmAccess): VmAccessGrants {
  const places =
    tenant === undefined ? index.wholeNodes : (index.clusterTenants.get(`${tenant.account}:${tenant.project}`) ?? []);
  const fitting = places.filter(({ backend }) => backends === undefined || backends.includes(backend));
  if (fitting.length === 0) {
    return { grants: [], note: `${meantBy(tenant)}, and the policy has none for it` };
  }
  if (tenant === undefined && fitting.length > 1) {
    return { grants: [], note: `${meantBy(tenant)}, and the policy has several` };
  }
  if (backends === undefined && new Set(fitting.map(({ backend }) => backend)).size > 1) {
    return { grants: [], note: `${meantBy(tenant)}, and several backends have it; name those meant in trustVmAccess` };
  }
  const grants = fitting.flatMap((one) => grantFor(one, access, filters));
  return grants.length === fitting.length && grants.every((grant) => grant.access === access)
    ? { grants }
    : { grants, note: 'the labels and filters of vm_access cannot be stamped on samples, so it lets nobody write' };
}

function meantBy(tenant: VmAccess['tenant']): string {
  return tenant === undefined
    ? 'vm_access names no account, so it means a single node that is one tenant as a whole'
    : `vm_access means a tenant with account ${tenant.account} and project ${tenant.project}`;
}

function grantFor(tenant: Tenant, access: VmAccess['access'], filters: VmAccess['filters']): Grant[] {
  const grant = { tenant: tenant.name, filters: filters && [...filters] };
  const stampable = filters === undefined || findStampProblems(vmAccessMapping([]), tenant, filters, []).length === 0;
  if (access === 'read' || stampable) {
    return [{ ...grant, access }];
  }
  return access === 'write' ? [] : [{ ...grant, access: 'read' }];
}

/** What the claim gives, as if a mapping of the policy gave it to this subject alone. */
export function vmAccessMapping(grants: readonly Grant[]): AllowMapping {
  return { name: VM_ACCESS_MAPPING, principals: [], effect: 'allow', enabled: true, grants: [...grants] };
}
