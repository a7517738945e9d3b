import type { Mapping } from '../policy/shape';
import { diffGrants } from './diffGrants';
import type { MappingChanged } from './policyDiff';
import { deniedTenants, sameItems, sameLimits, sameMapping, sameMoment } from './sameMeaning';
import { mappingChangedWords } from './words';

/** Tells two mappings of one name apart; undefined when they mean the same. */
export function diffMapping(before: Mapping, after: Mapping): MappingChanged | undefined {
  if (sameMapping(before, after)) {
    return undefined;
  }
  const grants = diffGrants(grantsOf(before), grantsOf(after));
  const change: Omit<MappingChanged, 'words'> = {
    kind: 'mapping-changed',
    name: after.name,
    leftOut: 0,
    ...(!sameItems(before.principals, after.principals) && {
      principals: diffItems(before.principals, after.principals),
    }),
    ...(!sameItems(before.except ?? [], after.except ?? []) && { except: diffItems(before.except, after.except) }),
    ...(!sameItems(before.issuers, after.issuers) && {
      issuers: { from: sortedOrNull(before.issuers), to: sortedOrNull(after.issuers) },
    }),
    ...(before.enabled !== after.enabled && { enabled: { from: before.enabled, to: after.enabled } }),
    ...(!sameMoment(before.expires, after.expires) && {
      expires: { from: before.expires ?? null, to: after.expires ?? null },
    }),
    ...(before.effect !== after.effect && { effect: { from: before.effect, to: after.effect } }),
    ...(!sameLimits(limitsOf(before), limitsOf(after)) && {
      limits: { from: limitsOf(before) ?? null, to: limitsOf(after) ?? null },
    }),
    ...(grants.length > 0 && { grants }),
    ...diffDenies(before, after),
  };
  return { ...change, words: mappingChangedWords(change) };
}

function grantsOf(mapping: Mapping) {
  return mapping.effect === 'allow' ? mapping.grants : [];
}

function limitsOf(mapping: Mapping) {
  return mapping.effect === 'allow' ? mapping.limits : undefined;
}

function diffDenies(before: Mapping, after: Mapping): Pick<MappingChanged, 'denies'> {
  const everythingBefore = before.effect === 'deny' && before.grants === undefined;
  const everythingAfter = after.effect === 'deny' && after.grants === undefined;
  const { added, removed } = diffItems(deniedTenants(before), deniedTenants(after));
  return everythingBefore === everythingAfter && added.length === 0 && removed.length === 0
    ? {}
    : { denies: { added, removed, everythingBefore, everythingAfter } };
}

function diffItems(before: readonly string[] = [], after: readonly string[] = []) {
  const [earlier, later] = [new Set(before), new Set(after)];
  return {
    added: [...later].filter((item) => !earlier.has(item)).sort(),
    removed: [...earlier].filter((item) => !later.has(item)).sort(),
  };
}

function sortedOrNull(items: readonly string[] | undefined): string[] | null {
  return items === undefined ? null : [...new Set(items)].sort();
}
