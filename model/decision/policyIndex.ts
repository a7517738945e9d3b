import type { Mapping, Policy, Tenant } from '../policy/schema';

/** A mapping made ready for decisions: look-ups instead of lists. */
export interface IndexedMapping {
  readonly mapping: Mapping;
  readonly except: ReadonlySet<string>;
  readonly issuers: ReadonlySet<string> | undefined;
  /** Milliseconds since the epoch; Infinity for a mapping that does not end. */
  readonly expiresAt: number;
  /** Place in the policy, to report mappings in the policy's order. */
  readonly position: number;
}

/** A policy made ready for decisions. Built once a revision, read-only afterwards. */
export interface PolicyIndex {
  readonly policy: Policy;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly byPrincipal: ReadonlyMap<string, readonly IndexedMapping[]>;
}

/** Indexes a policy by principal, so that a decision costs one look-up for each principal of the subject. */
export function indexPolicy(policy: Policy): PolicyIndex {
  const byPrincipal = new Map<string, IndexedMapping[]>();
  policy.mappings.forEach((mapping, position) => {
    const indexed: IndexedMapping = {
      mapping,
      except: new Set(mapping.except),
      issuers: mapping.issuers && new Set(mapping.issuers),
      expiresAt: mapping.expires === undefined ? Infinity : Date.parse(mapping.expires),
      position,
    };
    for (const principal of new Set(mapping.principals)) {
      const list = byPrincipal.get(principal);
      if (list === undefined) {
        byPrincipal.set(principal, [indexed]);
      } else {
        list.push(indexed);
      }
    }
  });
  return { policy, tenants: new Map(policy.tenants.map((tenant) => [tenant.name, tenant])), byPrincipal };
}

/** What a mapping does to a subject, or why it does nothing. */
export type MappingPart = 'grants' | 'denies' | 'disabled' | 'expired' | 'other-issuer' | 'excepted';

/** A mapping that names the subject, and its part in the subject's access. */
export interface Applied {
  indexed: IndexedMapping;
  /** The subject's principals that the mapping names. */
  principals: string[];
  part: MappingPart;
}

/**
 * Finds the mappings that name a subject, in the policy's order, with the part each of them plays.
 *
 * @param principals the subject's, from `principalsOf`
 * @param now milliseconds since the epoch; a mapping is over at the very moment it expires
 */
export function applyMappings(
  index: PolicyIndex,
  principals: readonly string[],
  issuer: string,
  now: number
): Applied[] {
  const found = new Map<IndexedMapping, string[]>();
  for (const principal of principals) {
    for (const indexed of index.byPrincipal.get(principal) ?? []) {
      const named = found.get(indexed);
      if (named === undefined) {
        found.set(indexed, [principal]);
      } else {
        named.push(principal);
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => a.position - b.position)
    .map(([indexed, named]) => ({ indexed, principals: named, part: partOf(indexed, principals, issuer, now) }));
}

function partOf(indexed: IndexedMapping, principals: readonly string[], issuer: string, now: number): MappingPart {
  if (!indexed.mapping.enabled) {
    return 'disabled';
  }
  if (indexed.expiresAt <= now) {
    return 'expired';
  }
  if (indexed.issuers !== undefined && !indexed.issuers.has(issuer)) {
    return 'other-issuer';
  }
  if (principals.some((principal) => indexed.except.has(principal))) {
    return 'excepted';
  }
  return indexed.mapping.effect === 'deny' ? 'denies' : 'grants';
}
