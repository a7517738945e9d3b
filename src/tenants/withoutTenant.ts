import type { Mapping } from '@gatehouse/model';

/** What becomes of a mapping when a tenant is removed. */
export interface Consequence {
  mapping: Mapping;
  /** Without what it says of the tenant; undefined when nothing would be left of it. */
  next: Mapping | undefined;
}

/**
 * What removing a tenant does to the mappings that name it. A denial of this tenant alone goes with it: left without tenants, it
 * would deny everything.
 */
export function withoutTenant(mappings: readonly Mapping[], tenant: string): Consequence[] {
  return mappings.flatMap((mapping): Consequence[] => {
    if (mapping.grants === undefined || !mapping.grants.some((grant) => grant.tenant === tenant)) {
      return [];
    }
    if (mapping.effect === 'deny') {
      const grants = mapping.grants.filter((grant) => grant.tenant !== tenant);
      return [{ mapping, next: grants.length === 0 ? undefined : { ...mapping, grants } }];
    }
    const grants = mapping.grants.filter((grant) => grant.tenant !== tenant);
    return [{ mapping, next: grants.length === 0 ? undefined : { ...mapping, grants } }];
  });
}
