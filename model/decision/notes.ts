import type { Subject } from '../subject';
import type { VmAccessGrants } from './vmAccessGrants';

/** What whoever is refused should know besides the reason: what of their token was not known or not understood. */
export function notesFor(
  { groupsIncomplete, vmAccessProblem }: Subject,
  vmAccess: VmAccessGrants | undefined
): string[] {
  return [
    ...(groupsIncomplete === true
      ? [
          'The identity provider left groups out of the token, because there are too many: what is granted to these groups does not count, and what is denied to any group does. Have it send only the groups that are assigned to the application, or roles instead',
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
