import type { Mapping } from '@gatehouse/model';

/** Who can reach a tenant, as far as a policy tells. */
export interface TenantUse {
  /** Names of the mappings that grant it, also of those without effect. */
  grants: readonly string[];
  /** Names of the mappings that deny it by name. */
  denies: readonly string[];
  /** How many principals the mappings in effect name. */
  principals: number;
}

/**
 * Counts who can reach each tenant.
 *
 * @param now milliseconds since the epoch
 * @returns by tenant; tenants that no mapping names are left out
 */
export function tenantUses(mappings: readonly Mapping[], now: number): ReadonlyMap<string, TenantUse> {
  const found = new Map<string, { grants: string[]; denies: string[]; principals: Set<string> }>();
  for (const { name, effect, principals, grants, enabled, expires } of mappings) {
    const counts = enabled && (expires === undefined || Date.parse(expires) > now);
    for (const tenant of new Set(grants?.map((grant) => grant.tenant))) {
      const use = found.get(tenant) ?? { grants: [], denies: [], principals: new Set() };
      (effect === 'allow' ? use.grants : use.denies).push(name);
      (effect === 'allow' && counts ? principals : []).forEach((principal) => use.principals.add(principal));
      found.set(tenant, use);
    }
  }
  return new Map(
    [...found].map(([tenant, { grants, denies, principals }]) => [
      tenant,
      { grants, denies, principals: principals.size },
    ])
  );
}
