import type { Mapping } from '@gatehouse/model';
import type { DraftRow } from '../draft/draftRows';

/**
 * Finds the mappings in which every word of the query occurs somewhere: in the name, a principal, a tenant or a filter.
 * Upper and lower case make no difference.
 */
export function searchMappings(rows: ReadonlyArray<DraftRow<Mapping>>, query: string): Array<DraftRow<Mapping>> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? [...rows]
    : rows.filter(({ item }) => {
        const text = searchableText(item);
        return words.every((word) => text.includes(word));
      });
}

// Mappings are never changed in place, and every key that is typed asks for the text of all of them.
const texts = new WeakMap<Mapping, string>();

function searchableText(mapping: Mapping): string {
  const known = texts.get(mapping);
  if (known !== undefined) {
    return known;
  }
  const text = textOf(mapping);
  texts.set(mapping, text);
  return text;
}

function textOf(mapping: Mapping): string {
  const grants =
    mapping.effect === 'deny'
      ? (mapping.grants ?? []).map(({ tenant }) => tenant)
      : mapping.grants.flatMap(({ tenant, filters }) => [tenant, ...(filters ?? [])]);
  return [mapping.name, mapping.effect, ...mapping.principals, ...(mapping.except ?? []), ...grants]
    .join('\n')
    .toLowerCase();
}
