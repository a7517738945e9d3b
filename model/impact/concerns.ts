import type { PolicyIndex } from '../decision/policyIndex';
import type { Mapping } from '../policy/shape';
import type { Principal } from '../principal';
import type { Subject } from '../subject';
import { changedParts } from './changedParts';

/**
 * Makes a function that says whether a change of the policy can make any difference to a subject. Most changes concern few, and
 * nobody else needs to be looked at. Where it says no, nothing changes; where it says yes, something may.
 *
 * @param now milliseconds since the epoch
 */
export function concernsOf(
  before: PolicyIndex,
  after: PolicyIndex,
  now: number
): (subject: Subject, principals: readonly Principal[]) => boolean {
  const { mappings, tenants, settings } = changedParts(before, after, now);
  if (settings) {
    return () => true;
  }
  const principals = new Set<string>();
  const addAll = (mapping: Mapping) => mapping.principals.forEach((principal) => principals.add(principal));
  mappings.forEach(addAll);
  if (tenants.size > 0) {
    for (const { policy } of [before, after]) {
      policy.mappings.filter(({ grants }) => grants?.some(({ tenant }) => tenants.has(tenant))).forEach(addAll);
    }
  }
  // Somebody of whom not everything is known may be meant by any denial.
  const denies = mappings.some(({ effect }) => effect === 'deny');
  return (subject, ofSubject) =>
    (denies && (subject.groupsIncomplete === true || subject.claimsIncomplete === true)) ||
    // What a token's vm_access means depends on the tenants that there are.
    (tenants.size > 0 && subject.vmAccess !== undefined) ||
    (principals.size > 0 && ofSubject.some((principal) => principals.has(principal)));
}
