import type { Finding } from '@gatehouse/model';
import { sentence } from '../ui/sentence';

/** Where in the editor advice stands. */
export type AdvicePlace = 'mapping' | 'principals' | 'except' | 'issuers' | 'expires' | `grant-${number}`;

/**
 * Advice about one mapping, by the part of the editor that it is about.
 *
 * @param index of the mapping in the policy that was looked at
 * @param grants positions in the editor of the grants that were looked at
 */
export function adviceFor(
  findings: readonly Finding[],
  index: number,
  grants: readonly number[]
): ReadonlyMap<AdvicePlace, string[]> {
  const advice = new Map<AdvicePlace, string[]>();
  for (const { code, path, message, hint } of findings) {
    const [list, position, field, inner] = path;
    // Matchers say that themselves.
    if (list !== 'mappings' || position !== index || code === 'matches-absent-label') {
      continue;
    }
    const place = placeOf(code, field, typeof inner === 'number' ? grants[inner] : undefined);
    const text = hint === undefined || hint === '' ? sentence(message) : `${sentence(message)} ${sentence(hint)}`;
    advice.set(place, [...(advice.get(place) ?? []), text]);
  }
  return advice;
}

function placeOf(code: string, field: string | number | undefined, grant: number | undefined): AdvicePlace {
  if (field === 'grants' && grant !== undefined) {
    return `grant-${grant}`;
  }
  return field === 'principals' || field === 'except' || field === 'issuers' || field === 'expires'
    ? field
    : code === 'issuer-unnamed'
      ? 'issuers'
      : 'mapping';
}
