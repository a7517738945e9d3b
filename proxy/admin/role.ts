/** What an admin token may do: read; also change policies; also everything else. */
export type Role = 'viewer' | 'editor' | 'admin';

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, admin: 2 };

/** Whether somebody with a role may do what needs a role. */
export function reaches(role: Role, needed: Role): boolean {
  return RANKS[role] >= RANKS[needed];
}
