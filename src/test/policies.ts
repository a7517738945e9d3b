import { type Mapping, type Policy, policySchema, type Tenant } from '@gatehouse/model';

/** The policy that most tests start from. */
export const POLICY: Policy = policySchema.parse({
  tenants: [
    { name: 'acme', title: 'Acme Corp', backend: 'cluster', account: 1 },
    { name: 'globex', backend: 'cluster', account: 2 },
    { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  ],
  mappings: [
    {
      name: 'acme-developers',
      principals: ['group:acme-dev'],
      grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
    },
    { name: 'globex', principals: ['user:bob@globex.example'], grants: [{ tenant: 'globex', access: 'read' }] },
  ],
});

/** The mapping of that name in a policy; tests fail when it is not there. */
export function mappingNamed(name: string, policy: Policy = POLICY): Mapping {
  return found(
    policy.mappings.find((mapping) => mapping.name === name),
    name
  );
}

/** The tenant of that name in a policy; tests fail when it is not there. */
export function tenantNamed(name: string, policy: Policy = POLICY): Tenant {
  return found(
    policy.tenants.find((tenant) => tenant.name === name),
    name
  );
}

function found<Item>(item: Item | undefined, name: string): Item {
  if (item === undefined) {
    throw new Error(`the policy has no ${name}`);
  }
  return item;
}
