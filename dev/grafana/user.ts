export type OrgRole = 'Admin' | 'Editor' | 'Viewer';

/** Somebody known to this Grafana. */
export interface GrafanaUser {
  /** Numeric id; the subject of `X-Grafana-Id` is `user:<id>`. */
  id: number;
  login: string;
  email: string;
  /**
   * Whether Grafana itself has checked the address, by a mail with a code. It takes no identity provider's word for it, so this
   * is false for nearly everybody.
   */
  emailVerified: boolean;
  name: string;
  orgRole: OrgRole;
  authenticatedBy: LoginMethod;
}

/** Grafana's names of login methods; `jwt` and `authproxy` are `[auth.jwt]` and `[auth.proxy]`. */
export type LoginMethod = 'oauth_generic_oauth' | 'password' | 'ldap' | 'saml' | 'jwt' | 'authproxy';

/** Somebody who types user name and password into Grafana's own form. */
export interface LocalUser extends Omit<GrafanaUser, 'id'> {
  password: string;
}

/** The administrator whom every new Grafana has. */
export const LOCAL_ADMIN: LocalUser = {
  login: 'admin',
  password: 'admin',
  email: 'admin@localhost',
  emailVerified: false,
  name: 'Grafana Admin',
  orgRole: 'Admin',
  authenticatedBy: 'password',
};

const ROLES: readonly OrgRole[] = ['Viewer', 'Editor', 'Admin'];

/** True when `role` has at least the rights of `required`: Viewer < Editor < Admin. */
export function hasRole(role: OrgRole, required: OrgRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(required);
}

/** The role that a user's groups give: platform engineers administrate, everybody else looks. */
export function roleFromGroups(groups: readonly string[]): OrgRole {
  return groups.includes('platform') ? 'Admin' : 'Viewer';
}
