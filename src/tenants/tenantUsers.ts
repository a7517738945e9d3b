import type { Mapping } from '@gatehouse/model';

/** Names of the mappings that name a tenant, by tenant: as long as there are any, a tenant cannot be removed. */
export function usersByTenant(mappings: readonly Mapping[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, grants } of mappings) {
    for (const tenant of new Set(grants?.map((grant) => grant.tenant))) {
      users.set(tenant, [...(users.get(tenant) ?? []), name]);
    }
  }
  return users;
}
