import type { Subject } from '../subject';
import { accessFrom, type TenantAccess } from './access';
import { applyPolicy } from './applyPolicy';
import { decideFromAccess } from './decide';
import type { AccessRequest, Decision } from './decision';
import type { MappingPart, PolicyIndex } from './policyIndex';
import type { VmAccessGrants } from './vmAccessGrants';

/** Why a decision is as it is: all that the policy looked at. */
export interface Explanation {
  decision: Decision;
  /** All principals that name the subject: what a mapping could name to reach it. */
  principals: string[];
  /**
   * The mappings that name the subject, in the policy's order, also those that have no effect, and why. `presumed` ones rest on
   * groups that the subject may have, because not all of them are known. What the token's `vm_access` gives stands last.
   */
  mappings: Array<{ name: string; part: MappingPart; principals: string[]; presumed?: true }>;
  /** What the token's `vm_access` gives under this policy, and why not more; absent when there is none that counts. */
  vmAccess?: VmAccessGrants;
  /** Everything that the subject may do, in every tenant. */
  access: TenantAccess[];
}

/**
 * Explains what `decide` answers for the same arguments.
 *
 * @param now milliseconds since the epoch
 */
export function explain(index: PolicyIndex, subject: Subject, request: AccessRequest, now: number): Explanation {
  const policy = applyPolicy(index, subject, now);
  const access = accessFrom(index, subject, policy);
  return {
    decision: decideFromAccess(index, subject, access, request),
    principals: policy.principals,
    mappings: policy.applied.map(({ indexed, part, principals, presumed }) => ({
      name: indexed.mapping.name,
      part,
      principals,
      ...(presumed && { presumed }),
    })),
    ...(policy.vmAccess && { vmAccess: policy.vmAccess }),
    access: [...access.tenants.values()],
  };
}
