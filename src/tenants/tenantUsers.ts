import type { Mapping } from '@gatehouse/model';

/** Names of the mappings that name a tenant: as long as there are any, it cannot be removed. */
export function tenantUsers(tenant: string, mappings: readonly Mapping[]): string[] {
  return mappings.filter(({ grants }) => grants?.some((grant) => grant.tenant === tenant)).map(({ name }) => name);
}

/** The same for all tenants at once. */
export function usersByTenant(mappings: readonly Mapping[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, grants } of mappings) {
    for (const tenant of new Set(grants?.map((grant) => grant.tenant))) {
      users.set(tenant, [...(users.get(tenant) ?? []), name]);
    }
  }
  return users;
}
