export type OrgRole = 'Admin' | 'Editor' | 'Viewer';

/** Somebody known to this Grafana. */
export interface GrafanaUser {
  /** Numeric id; the subject of `X-Grafana-Id` is `user:<id>`. */
  id: number;
  login: string;
  email: string;
  emailVerified: boolean;
  name: string;
  orgRole: OrgRole;
  /** Grafana's name of the login method: `oauth_generic_oauth` or `password`. */
  authenticatedBy: 'oauth_generic_oauth' | 'password';
}

const ROLES: readonly OrgRole[] = ['Viewer', 'Editor', 'Admin'];

/** True when `role` has at least the rights of `required`: Viewer < Editor < Admin. */
export function hasRole(role: OrgRole, required: OrgRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(required);
}

/** The role that a user's groups give: platform engineers administrate, everybody else looks. */
export function roleFromGroups(groups: readonly string[]): OrgRole {
  return groups.includes('platform') ? 'Admin' : 'Viewer';
}
