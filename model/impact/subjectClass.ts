import type { PolicyIndex } from '../decision/policyIndex';
import type { Principal } from '../principal';
import type { Subject } from '../subject';

/**
 * Makes a function that gives the same text to subjects whom two policies cannot tell apart: those of one issuer who have the
 * same of all the principals that any mapping names. Undefined for somebody whose access depends on more than that.
 */
export function subjectClasses(
  before: PolicyIndex,
  after: PolicyIndex
): (subject: Subject, principals: readonly Principal[]) => string | undefined {
  const excepted = new Set<string>();
  for (const { policy } of [before, after]) {
    for (const { except } of policy.mappings) {
      except?.forEach((principal) => excepted.add(principal));
    }
  }
  const isNamed = (principal: string) =>
    before.byPrincipal.has(principal) || after.byPrincipal.has(principal) || excepted.has(principal);
  return (subject, principals) => {
    if (subject.vmAccess !== undefined) {
      return undefined;
    }
    const { issuer, groupsIncomplete = false, claimsIncomplete = false } = subject;
    // Principals hold no line breaks, so that no two lists come out alike.
    return `${issuer}\n${groupsIncomplete} ${claimsIncomplete}\n${principals.filter(isNamed).sort().join('\n')}`;
  };
}
