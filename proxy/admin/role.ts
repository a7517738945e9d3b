/** From the least to the most: read; also change the policy; also everything else. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;

/** What an admin token may do. */
export type Role = (typeof ROLES)[number];

/** Whether somebody with a role may do what needs a role. */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
