import type { Subject } from '../subject';
import type { VmAccessGrants } from './vmAccessGrants';

/** What whoever is refused should know besides the reason: what of their token was not known or not understood. */
export function notesFor(
  { groupsIncomplete, claimsIncomplete, vmAccessProblem }: Subject,
  vmAccess: VmAccessGrants | undefined
): string[] {
  return [
    ...(groupsIncomplete === true
      ? [
          'The identity provider left groups out of the token, because there are too many: what is granted to these groups does not count, and what is denied to any group does. Have it send only the groups that are assigned to the application, or roles instead',
        ]
      : []),
    ...(claimsIncomplete === true
      ? [
          'One of the tokens of this login did not come, or is not good any more, and may have told more: what is denied to any group, address or claim counts. Log in again, and let Gatehouse read one of Authorization and X-Id-Token only where the provider gives one',
        ]
      : []),
    ...(vmAccessProblem === undefined
      ? []
      : ['The vm_access claim of the token was not understood, so it gives nothing']),
    ...(vmAccess?.note === undefined
      ? []
      : [`The vm_access claim of the token gives less than it could: ${vmAccess.note}`]),
  ];
}
