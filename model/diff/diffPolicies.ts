import type { Policy } from '../policy/shape';
import { diffMapping } from './diffMapping';
import { diffSettings } from './diffSettings';
import { diffTenant } from './diffTenant';
import { pairNamed, type Pairs } from './pairNamed';
import type { PolicyChange, PolicyDiff } from './policyDiff';
import { mappingKey, tenantKey } from './sameMeaning';
import { tenantRenamer } from './tenantRenamer';
import { mappingAddedWords, mappingRemovedWords, tenantAddedWords, tenantRemovedWords } from './words';

/**
 * Tells two policies apart by what they mean: by tenant, mapping, grant and setting. The order of mappings and of lists,
 * repetitions, and how a time or a duration is spelt make no difference. Nothing is left out; `boundDiff` does that.
 *
 * @param before a policy that was checked
 * @param after a policy that was checked
 */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const tenants = pairNamed(before.tenants, after.tenants, tenantKey);
  const renames = new Map(tenants.renamed.map(({ before: { name: from }, after: { name: to } }) => [from, to]));
  const mappings = pairNamed(before.mappings.map(tenantRenamer(renames)), after.mappings, mappingKey);

  const settingChanges = diffSettings(before.settings, after.settings);
  const changedTenants = tenants.both.flatMap((pair) => diffTenant(pair.before, pair.after) ?? []);
  const changedMappings = mappings.both.flatMap((pair) => diffMapping(pair.before, pair.after) ?? []);
  return {
    counts: {
      tenants: countsOf(tenants, changedTenants),
      mappings: countsOf(mappings, changedMappings),
      settings: settingChanges.length,
    },
    changes: [
      ...settingChanges,
      ...tenants.removed.map((tenant): PolicyChange => ({
        kind: 'tenant-removed',
        name: tenant.name,
        words: tenantRemovedWords(tenant),
        leftOut: 0,
        tenant,
      })),
      ...tenants.added.map((tenant): PolicyChange => ({
        kind: 'tenant-added',
        name: tenant.name,
        words: tenantAddedWords(tenant),
        leftOut: 0,
        tenant,
      })),
      ...tenants.renamed.map((pair) => renamed('tenant', pair.before.name, pair.after.name)),
      ...changedTenants,
      ...mappings.removed.map((mapping): PolicyChange => ({
        kind: 'mapping-removed',
        name: mapping.name,
        words: mappingRemovedWords(mapping),
        leftOut: 0,
        mapping,
      })),
      ...mappings.added.map((mapping): PolicyChange => ({
        kind: 'mapping-added',
        name: mapping.name,
        words: mappingAddedWords(mapping),
        leftOut: 0,
        mapping,
      })),
      ...mappings.renamed.map((pair) => renamed('mapping', pair.before.name, pair.after.name)),
      ...changedMappings,
    ],
    leftOut: 0,
  };
}

function renamed(what: 'tenant' | 'mapping', from: string, to: string): PolicyChange {
  return { kind: `${what}-renamed`, from, to, words: `${what} ${from} is now called ${to}`, leftOut: 0 };
}

function countsOf({ added, removed, renamed: { length } }: Pairs<unknown>, changed: readonly unknown[]) {
  return { added: added.length, removed: removed.length, renamed: length, changed: changed.length };
}
