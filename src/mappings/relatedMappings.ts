import type { Mapping } from '@gatehouse/model';

/** With how many others a mapping is compared while it is edited. */
const MOST = 100;

/**
 * The mappings that may have to do with one: they concern everybody, or somebody whom it names, and one of its tenants. Only these
 * are looked at while it is edited, however many there are.
 */
export function relatedMappings(mapping: Mapping, others: readonly Mapping[]): Mapping[] {
  const principals = new Set(['authenticated', ...mapping.principals, ...mapping.principals.flatMap(domainOf)]);
  const tenants = new Set(mapping.grants?.map(({ tenant }) => tenant));
  const related: Mapping[] = [];
  for (const other of others) {
    if (
      (other.grants === undefined ||
        mapping.grants === undefined ||
        other.grants.some(({ tenant }) => tenants.has(tenant))) &&
      other.principals.some((principal) => principals.has(principal))
    ) {
      related.push(other);
      if (related.length === MOST) {
        break;
      }
    }
  }
  return related;
}

/** Whoever is named by an address is named by its domain too. */
function domainOf(principal: string): string[] {
  return principal.startsWith('user:') && principal.includes('@')
    ? [`domain:${principal.slice(principal.lastIndexOf('@') + 1)}`]
    : [];
}
