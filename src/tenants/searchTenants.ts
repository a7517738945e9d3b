import type { Tenant } from '@gatehouse/model';
import type { DraftRow } from '../draft/draftRows';
import { tenantPlace } from './tenantPlace';

/** The tenants in whose name, title, backend or place every word of a search occurs, in any case. */
export function searchTenants(rows: ReadonlyArray<DraftRow<Tenant>>, search: string): ReadonlyArray<DraftRow<Tenant>> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows.filter(({ item }) => {
    const text = [item.name, item.title ?? '', item.backend, tenantPlace(item)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
