import { checkPolicy, type Tenant } from '@gatehouse/model';
import { sentence } from '../ui/sentence';
import type { GrantValue } from './mappingForm';
import { readFilter } from './readFilter';

/** What the model has against a grant's filters where each of them, read alone, is right. */
export interface FilterProblems {
  /** About all of them, for example that a grant that writes takes one at most. */
  ofAll: string[];
  /** About single ones, by their position. */
  ofOne: ReadonlyMap<number, string>;
}

/** Checks a grant while it is edited: its filters against its access and its tenant's backend. */
export function filterProblems(tenant: Tenant, { access, filters }: GrantValue, mapping: string): FilterProblems {
  const readable = filters.flatMap(({ text }, position) =>
    text === '' || readFilter(text).error !== undefined ? [] : [{ text, position }]
  );
  const grant = {
    tenant: tenant.name,
    access,
    ...(readable.length > 0 && { filters: readable.map(({ text }) => text) }),
  };
  const { problems } = checkPolicy(
    { tenants: [tenant], mappings: [{ name: mapping, principals: ['authenticated'], grants: [grant] }] },
    undefined,
    0
  );
  const found: { ofAll: string[]; ofOne: Map<number, string> } = { ofAll: [], ofOne: new Map() };
  for (const { path, message } of problems) {
    const [, , , , field, index] = path;
    const one = typeof index === 'number' ? readable[index] : undefined;
    if (field === 'filters' && one !== undefined) {
      found.ofOne.set(one.position, sentence(message));
    } else if (field === 'filters') {
      found.ofAll.push(sentence(message));
    }
  }
  return found;
}
