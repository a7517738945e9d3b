import { type Mapping, type Policy, subjectLabel } from '@gatehouse/model';
import type { ExplainedRequest, ExplainedSubject } from '../api/explain';

type Explanation = ExplainedRequest['explanation'];
type TenantAccess = Explanation['access'][number];

/** What somebody may do in one tenant, or that they are kept from it. */
export interface AccessRow {
  tenant: string;
  /** The backend; undefined for a tenant that the policy at hand does not have. */
  backend: string | undefined;
  read: TenantAccess['read'];
  write: TenantAccess['write'];
  /** Names of the mappings that give it. */
  given: readonly string[];
  /** Names of the mappings that keep from it; nothing is given then. */
  denied: readonly string[];
  /** When the first of the mappings that give it ends, as the policy has it. */
  until: string | undefined;
}

/** The mappings of a policy by name: the explanation names them only. */
export function mappingsByName({ mappings }: Pick<Policy, 'mappings'>): ReadonlyMap<string, Mapping> {
  return new Map(mappings.map((mapping) => [mapping.name, mapping]));
}

/** The mappings that keep somebody from everything. */
export function denyingAll(
  { mappings }: Pick<Explanation, 'mappings'>,
  byName: ReadonlyMap<string, Mapping>
): string[] {
  return mappings.flatMap(({ name, part }) => {
    const mapping = byName.get(name);
    return part === 'denies' && mapping?.effect === 'deny' && mapping.grants === undefined ? [name] : [];
  });
}

/** Everything that somebody may do and is kept from, by tenant: what they have comes first. */
export function accessRows(explanation: Explanation, policy: Policy): AccessRow[] {
  const byName = mappingsByName(policy);
  const granted = explanation.access.map(({ tenant, read, write }): AccessRow => {
    const given = [...new Set([...(read?.mappings ?? []), ...(write?.mappings ?? [])])];
    return {
      tenant: tenant.name,
      backend: tenant.backend,
      read,
      write,
      given,
      denied: [],
      until: firstEnd(given.flatMap((name) => byName.get(name)?.expires ?? [])),
    };
  });
  const denials = new Map<string, string[]>();
  for (const { name, part } of explanation.mappings) {
    const tenants = part === 'denies' ? (byName.get(name)?.grants ?? []) : [];
    tenants.forEach(({ tenant }) => denials.set(tenant, [...(denials.get(tenant) ?? []), name]));
  }
  const backends = new Map(policy.tenants.map(({ name, backend }) => [name, backend]));
  const denied = [...denials].map(([tenant, names]): AccessRow => ({
    tenant,
    backend: backends.get(tenant),
    read: undefined,
    write: undefined,
    given: [],
    denied: names,
    until: undefined,
  }));
  return [...granted, ...denied];
}

function firstEnd(ends: readonly string[]): string | undefined {
  return ends.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** What a policy changes of somebody's access to a tenant. */
export type AccessChange = 'added' | 'changed' | 'removed';

export interface ComparedRow extends AccessRow {
  change?: AccessChange;
}

/** The access under a draft, with what it changes; what it takes away stands last. */
export function compareAccess(now: readonly AccessRow[], then: readonly AccessRow[]): ComparedRow[] {
  const before = new Map(now.map((row) => [row.tenant, row]));
  const after = new Set(then.map(({ tenant }) => tenant));
  const compared = then.map((row): ComparedRow => {
    const was = before.get(row.tenant);
    return was === undefined ? { ...row, change: 'added' } : sameAccess(was, row) ? row : { ...row, change: 'changed' };
  });
  const removed = now.flatMap((row): ComparedRow[] => (after.has(row.tenant) ? [] : [{ ...row, change: 'removed' }]));
  return [...compared, ...removed];
}

function sameAccess(a: AccessRow, b: AccessRow): boolean {
  const told = ({ read, write, denied, until }: AccessRow) => JSON.stringify([read, write, denied, until]);
  return told(a) === told(b);
}

/** A short name of whoever is asked about: a verified address, a name or an id. */
export function labelOf({ issuer, kind, id, email, emailVerified, name, groups, claims }: ExplainedSubject): string {
  return subjectLabel({ issuer, kind, id, email, emailVerified, name, groups, claims });
}

/** The principal that a mapping for somebody alone would name; undefined when none would name only them. */
export function ownPrincipal(principals: readonly string[]): string | undefined {
  const own = principals.filter((principal) => /^(user|service):/.test(principal));
  return own.find((principal) => principal.includes('@')) ?? own[0];
}
