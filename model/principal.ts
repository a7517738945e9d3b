import { SERVICE_ISSUER, type Subject } from './subject';

/** Longest principal accepted, in UTF-16 code units. */
const MAX_PRINCIPAL_LENGTH = 512;

/** A principal that was checked and brought into its one canonical spelling. */
export type Principal = string & { readonly __brand: 'Principal' };

export const PRINCIPAL_KINDS = ['user', 'group', 'domain', 'service', 'claim', 'authenticated'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

// One "@", printable ASCII only: look-alikes from other scripts are never equal to what an administrator typed.
const EMAIL = /^[!-?A-~]+@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/i;
// What issuers may claim is held tighter: quoted names, comments and lists of addresses are read differently by different programs.
const CLAIMED_EMAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/i;
const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;
const CLAIM = /^[A-Za-z0-9_.:/-]+=[^]+$/;

/**
 * Reads a principal such as `group:acme-dev`, `user:alice@example.com` or `authenticated`.
 *
 * E-mail addresses and domains are lower-cased (ASCII only), everything else stays as it is.
 *
 * @returns the canonical principal, or an explanation of what is wrong with it
 */
export function parsePrincipal(text: string): { principal: Principal } | { problem: string } {
  if (text === 'authenticated') {
    return { principal: text as Principal };
  }
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0));
  const name = text.slice(colon + 1);
  if (colon < 0 || !isNamedKind(kind)) {
    return {
      problem: `a principal starts with user:, group:, domain:, service: or claim:, or is "authenticated"; found ${JSON.stringify(text)}`,
    };
  }
  if (name === '' || name.trim() !== name || text.length > MAX_PRINCIPAL_LENGTH || hasControlCharacter(name)) {
    return {
      problem: `the name in ${JSON.stringify(text)} must not be empty, start or end with a space, hold control characters or make the principal longer than ${MAX_PRINCIPAL_LENGTH} characters`,
    };
  }
  const problem = nameProblem(kind, name);
  return problem === undefined ? { principal: canonical(kind, name) } : { problem };
}

/**
 * Lists the principals that name a subject: what a policy is asked for. Services are those of Gatehouse itself: whatever another
 * issuer says, its subjects are none.
 *
 * A user is named by id and by e-mail address; an id that looks like an address counts only if it is the subject's own
 * verified address, so that a token cannot borrow somebody's address through another claim. Subjects whose address is
 * unverified, malformed or not ASCII have no `user:<address>` and no `domain:` principal.
 */
export function principalsOf(subject: Subject): Principal[] {
  if (subject.kind === 'service') {
    const named = subject.issuer === SERVICE_ISSUER ? [canonical('service', subject.id)] : [];
    return unique([...named, 'authenticated' as Principal]);
  }
  const email = usableEmail(subject);
  const ids = subject.id.includes('@') ? [] : [canonical('user', subject.id)];
  const byEmail = email === undefined ? [] : [canonical('user', email.address), canonical('domain', email.domain)];
  const groups = subject.groups.map((group) => canonical('group', group));
  const claims = Object.entries(subject.claims).flatMap(([claim, values]) =>
    values.map((value) => canonical('claim', `${claim}=${value}`))
  );
  return unique([...ids, ...byEmail, ...groups, ...claims, 'authenticated' as Principal]);
}

function usableEmail(subject: Subject): { address: string; domain: string } | undefined {
  const domain = subject.emailVerified ? CLAIMED_EMAIL.exec(subject.email ?? '')?.[1] : undefined;
  return domain === undefined || subject.email === undefined ? undefined : { address: subject.email, domain };
}

function isNamedKind(kind: string): kind is Exclude<PrincipalKind, 'authenticated'> {
  return kind !== 'authenticated' && (PRINCIPAL_KINDS as readonly string[]).includes(kind);
}

function nameProblem(kind: PrincipalKind, name: string): string | undefined {
  if (kind === 'user' && name.includes('@') && !EMAIL.test(name)) {
    return `user:${name} is not an e-mail address in ASCII, such as user:alice@example.com`;
  }
  if (kind === 'domain' && !DOMAIN.test(name)) {
    return `domain:${name} is not a domain, such as domain:example.com`;
  }
  if (kind === 'claim' && !CLAIM.test(name)) {
    return `claim:${name} must name a claim and its value, such as claim:department=finance`;
  }
  return undefined;
}

function canonical(kind: PrincipalKind, name: string): Principal {
  const folded = kind === 'domain' || (kind === 'user' && name.includes('@')) ? lowerCaseAscii(name) : name;
  return `${kind}:${folded}` as Principal;
}

/** `toLowerCase` would fold the Kelvin sign to "k"; identities fold A–Z only. */
function lowerCaseAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function hasControlCharacter(text: string): boolean {
  return /[\u0000-\u001f\u007f]/.test(text);
}

function unique(principals: Principal[]): Principal[] {
  return [...new Set(principals)];
}
