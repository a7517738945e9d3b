import type { Policy } from '@gatehouse/model';

/** The tenants that mappings grant a service, those that it may write to first; all tenants when none is granted. */
export function snippetTenants(policy: Policy, name: string): string[] {
  const grants = policy.mappings.flatMap((mapping) =>
    mapping.effect === 'allow' && mapping.principals.includes(`service:${name}`) ? mapping.grants : []
  );
  const writable = grants.filter(({ access }) => access !== 'read');
  const granted = [...new Set([...writable, ...grants].map(({ tenant }) => tenant))];
  return granted.length > 0 ? granted : policy.tenants.map((tenant) => tenant.name);
}
