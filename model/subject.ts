import type { VmAccess } from './vmAccess/vmAccess';

/** The issuer of `service:` subjects: Gatehouse itself, which made their credentials. */
export const SERVICE_ISSUER = 'gatehouse';

/** A verified identity: who sent the request. Made by the proxy from a token or a credential, never by a client. */
export interface Subject {
  /** The name of the issuer in the proxy's configuration that vouched for the subject. */
  issuer: string;
  kind: 'user' | 'service';
  /** The issuer's stable identifier of the user (usually `sub`), or the name of the service. */
  id: string;
  email?: string;
  /** False when the issuer says that the address is not verified: it then names nobody. */
  emailVerified: boolean;
  name?: string;
  groups: readonly string[];
  /**
   * True when not all groups are known, because the issuer left them out of the token (Entra ID does above 200): nobody can tell
   * which these are.
   */
  groupsIncomplete?: boolean;
  /** True when a token did not come that may have told more: an address, groups, further claims. */
  claimsIncomplete?: boolean;
  /** Further claims chosen in the configuration, by the name that `claim:` principals use. */
  claims: Readonly<Record<string, readonly string[]>>;
  /** What the token's `vm_access` claim gives, for issuers that are trusted with it. */
  vmAccess?: VmAccess;
  /** Why the token's `vm_access` claim gives nothing, where it counts but was not understood. */
  vmAccessProblem?: string;
}

/** A short name of the subject for people: a verified address, name or id. An address that nobody checked could be anybody's. */
export function subjectLabel({ email, emailVerified, name, id }: Subject): string {
  return (emailVerified ? email : undefined) ?? name ?? id;
}
