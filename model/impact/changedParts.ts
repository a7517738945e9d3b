import type { PolicyIndex } from '../decision/policyIndex';
import { sameMapping, tenantKey } from '../diff/sameMeaning';
import type { Mapping, Tenant } from '../policy/shape';

/** What of two policies differs and may make a difference to somebody. */
export interface ChangedParts {
  /** The mappings that are not in both with the same meaning, as they were and as they are. */
  mappings: Mapping[];
  /** Names of the tenants that are not in both with the same meaning; a title means nothing here. */
  tenants: Set<string>;
  settings: boolean;
}

/**
 * Finds what differs between two policies.
 *
 * @param now milliseconds since the epoch; what is disabled or over before and after makes no difference
 */
export function changedParts(before: PolicyIndex, after: PolicyIndex, now: number): ChangedParts {
  const earlier = new Map(before.policy.mappings.map((mapping) => [mapping.name, mapping]));
  const mappings: Mapping[] = [];
  const add = (mapping: Mapping | undefined) => {
    if (mapping !== undefined && counts(mapping, now)) {
      mappings.push(mapping);
    }
  };
  for (const mapping of after.policy.mappings) {
    const old = earlier.get(mapping.name);
    if (old === undefined || !sameMapping(old, mapping)) {
      add(old);
      add(mapping);
    }
    earlier.delete(mapping.name);
  }
  earlier.forEach(add);
  return {
    mappings,
    tenants: changedTenants(before, after),
    settings: before.policy.settings.severalTenants !== after.policy.settings.severalTenants,
  };
}

function counts({ enabled, expires }: Mapping, now: number): boolean {
  return enabled && !(expires !== undefined && Date.parse(expires) <= now);
}

function changedTenants(before: PolicyIndex, after: PolicyIndex): Set<string> {
  const names = new Set<string>();
  for (const tenant of after.tenants.values()) {
    const old = before.tenants.get(tenant.name);
    if (old !== tenant && (old === undefined || keyOf(old) !== keyOf(tenant))) {
      names.add(tenant.name);
    }
  }
  for (const name of before.tenants.keys()) {
    if (!after.tenants.has(name)) {
      names.add(name);
    }
  }
  return names;
}

function keyOf(tenant: Tenant): string {
  return tenantKey({ ...tenant, title: undefined });
}
