import { parseFilter, type Tenant } from '@gatehouse/model';

/**
 * The labels that every sample gets which is written under a grant, with their values: the tenant's fixed labels and those of
 * the grant's filter. Where both name one label, the tenant's value holds.
 *
 * @param filters of a grant that the model accepts for writing
 */
export function stampedLabels(tenant: Tenant, filters: readonly string[]): Array<[string, string]> {
  const ofTenant = 'labels' in tenant ? Object.entries(tenant.labels ?? {}) : [];
  const fixed = new Set(ofTenant.map(([label]) => label));
  const ofFilters = filters.flatMap((filter) =>
    parseFilter(filter).matchers.map(({ label, value }): [string, string] => [label, value])
  );
  return [...ofTenant, ...ofFilters.filter(([label]) => !fixed.has(label))];
}
