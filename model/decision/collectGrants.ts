import type { Applied, GrantOfMapping } from './policyIndex';

/** What is left of the grants of a subject's mappings when all that is denied is taken away. */
export interface CollectedGrants {
  /** By name of the tenant, in the policy's order; at least one each. */
  granted: Map<string, GrantOfMapping[]>;
  denied: {
    /** Names of the deny mappings that apply. */
    mappings: string[];
    /** True when one of them denies everything. */
    everything: boolean;
    /** Names of the tenants that are denied, with the mapping that denies them. */
    tenants: Map<string, string>;
  };
}

/** Sorts out what counts of the mappings that name a subject: a deny that applies wins over every grant. */
export function collectGrants(applied: readonly Applied[]): CollectedGrants {
  const denied = collectDenials(applied);
  const granted = new Map<string, GrantOfMapping[]>();
  for (const { indexed, part } of denied.everything ? [] : applied) {
    for (const one of part === 'grants' ? indexed.grants : []) {
      const { tenant } = one.grant;
      if (denied.tenants.has(tenant)) {
        continue;
      }
      const others = granted.get(tenant);
      if (others === undefined) {
        granted.set(tenant, [one]);
      } else {
        others.push(one);
      }
    }
  }
  return { granted, denied };
}

function collectDenials(applied: readonly Applied[]): CollectedGrants['denied'] {
  const tenants = new Map<string, string>();
  const mappings: string[] = [];
  let everything = false;
  for (const { indexed, part } of applied) {
    if (part !== 'denies') {
      continue;
    }
    mappings.push(indexed.mapping.name);
    everything ||= indexed.mapping.grants === undefined;
    indexed.mapping.grants?.forEach((grant) => tenants.set(grant.tenant, indexed.mapping.name));
  }
  return { tenants, mappings, everything };
}
