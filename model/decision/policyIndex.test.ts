import fc from 'fast-check';
import { checkPolicy } from '../policy/check';
import type { Policy } from '../policy/shape';
import { indexPolicy, PolicyIndexBuilder } from './policyIndex';

const TENANTS = [
  { name: 'acme', backend: 'cluster', account: 1 },
  { name: 'twin', backend: 'other', account: 1 },
  { name: 'node', backend: 'single' },
  { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  { name: 'pay', backend: 'mimir', org: 'pay' },
];

const principals = fc.subarray(['group:dev', 'user:u-bob', 'domain:acme.example', 'service:agent', 'authenticated'], {
  minLength: 1,
});
const mapping = fc.oneof(
  fc.record({ principals, grants: fc.constant([{ tenant: 'acme', access: 'read' }]) }),
  fc.record({ principals, effect: fc.constant('deny') }),
  fc.record({ principals, except: principals, issuers: fc.constant(['keycloak']), effect: fc.constant('deny') }),
  fc.record({
    principals,
    expires: fc.constant('2027-01-01T00:00:00Z'),
    grants: fc.constant([{ tenant: 'shop', access: 'write' }]),
  })
);
const policies = fc
  .record({ tenants: fc.constant(TENANTS), mappings: fc.array(mapping, { maxLength: 8 }) })
  .map(({ tenants, mappings }): Policy => {
    const named = mappings.map((one, index) => ({ name: `m${index}`, ...one }));
    const { policy, problems } = checkPolicy({ tenants, mappings: named }, undefined, 0);
    if (policy === undefined) {
      throw new Error(JSON.stringify(problems));
    }
    return policy;
  });

test('an index made in slices is the index of the whole policy', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 4 }), (policy, size) => {
      const builder = new PolicyIndexBuilder(policy.settings);
      for (let from = 0; from < policy.tenants.length; from += size) {
        builder.addTenants(policy.tenants.slice(from, from + size));
      }
      for (let from = 0; from < policy.mappings.length; from += size) {
        builder.addMappings(policy.mappings.slice(from, from + size));
      }
      expect(builder.finish()).toEqual(indexPolicy(policy));
    })
  );
});

test('takes nothing after it is finished, because decisions rest on it then', () => {
  const builder = new PolicyIndexBuilder({ severalTenants: 'federate', approvals: 0 });
  builder.finish();
  expect(() => builder.addTenants([])).toThrow('finished');
  expect(() => builder.addMappings([])).toThrow('finished');
  expect(() => builder.finish()).toThrow('finished');
});
