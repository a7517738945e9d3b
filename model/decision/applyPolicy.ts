import { type Principal, principalsOf } from '../principal';
import type { Subject } from '../subject';
import { type Applied, applyMappings, indexMapping, type PolicyIndex } from './policyIndex';
import { type VmAccessGrants, vmAccessGrants, vmAccessMapping } from './vmAccessGrants';

/** All that counts for one subject: what the policy says, and what the token's `vm_access` adds. */
export interface AppliedPolicy {
  /** The subject's. */
  principals: string[];
  /** In the policy's order; what `vm_access` gives stands last, as one more mapping. */
  applied: Applied[];
  /** Undefined for a subject without a `vm_access` that counts. */
  vmAccess: VmAccessGrants | undefined;
}

/**
 * @param now milliseconds since the epoch
 * @param principals the subject's, for whoever knows them already
 */
export function applyPolicy(
  index: PolicyIndex,
  subject: Subject,
  now: number,
  principals: Principal[] = principalsOf(subject)
): AppliedPolicy {
  const applied = applyMappings(index, principals, subject, now);
  const vmAccess = subject.vmAccess && vmAccessGrants(index, subject.vmAccess);
  return {
    principals,
    applied:
      vmAccess === undefined || vmAccess.grants.length === 0 ? applied : [...applied, asMapping(index, vmAccess)],
    vmAccess,
  };
}

/** It holds as long as the token does, which is not the policy's concern. */
function asMapping({ policy }: PolicyIndex, { grants }: VmAccessGrants): Applied {
  const indexed = indexMapping(vmAccessMapping(grants), policy.mappings.length);
  return { indexed, principals: [], part: 'grants' };
}
