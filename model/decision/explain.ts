import { principalsOf } from '../principal';
import type { Subject } from '../subject';
import { accessFrom, type TenantAccess } from './access';
import { decideFromAccess } from './decide';
import type { AccessRequest, Decision } from './decision';
import { applyMappings, type MappingPart, type PolicyIndex } from './policyIndex';

/** Why a decision is as it is: all that the policy looked at. */
export interface Explanation {
  decision: Decision;
  /** All principals that name the subject: what a mapping could name to reach it. */
  principals: string[];
  /** The mappings that name the subject, in the policy's order, also those that have no effect, and why. */
  mappings: Array<{ name: string; part: MappingPart; principals: string[] }>;
  /** Everything that the subject may do, in every tenant. */
  access: TenantAccess[];
}

/**
 * Explains what `decide` answers for the same arguments.
 *
 * @param now milliseconds since the epoch
 */
export function explain(index: PolicyIndex, subject: Subject, request: AccessRequest, now: number): Explanation {
  const principals = principalsOf(subject);
  const applied = applyMappings(index, principals, subject.issuer, now);
  const access = accessFrom(index, applied);
  return {
    decision: decideFromAccess(index, subject, access, request),
    principals,
    mappings: applied.map(({ indexed, part, principals: named }) => ({
      name: indexed.mapping.name,
      part,
      principals: named,
    })),
    access: [...access.tenants.values()],
  };
}
