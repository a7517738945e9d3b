import type { Mapping } from '../policy/shape';

/**
 * Makes a function that writes the new names of tenants into a mapping.
 *
 * @param renames the new name by the old one
 */
export function tenantRenamer(renames: ReadonlyMap<string, string>): (mapping: Mapping) => Mapping {
  const rename = <Named extends { tenant: string }>(grant: Named): Named => ({
    ...grant,
    tenant: renames.get(grant.tenant) ?? grant.tenant,
  });
  return (mapping) => {
    if (renames.size === 0 || mapping.grants?.some(({ tenant }) => renames.has(tenant)) !== true) {
      return mapping;
    }
    return mapping.effect === 'deny'
      ? { ...mapping, grants: mapping.grants.map(rename) }
      : { ...mapping, grants: mapping.grants.map(rename) };
  };
}
