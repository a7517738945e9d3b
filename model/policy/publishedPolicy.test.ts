import { publishedPolicySchema } from './publishedPolicy';
import { policySchema } from './schema';

const policy = (filter: string) => ({
  tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
  mappings: [
    { name: 'dev', principals: ['group:dev'], grants: [{ tenant: 'acme', access: 'read', filters: [filter] }] },
  ],
});

test('a published policy is read as any other, except that its filters are not judged again', () => {
  expect(publishedPolicySchema.parse(policy('{team="dev"}'))).toEqual(policySchema.parse(policy('{team="dev"}')));
  expect(publishedPolicySchema.safeParse(policy('{team=~"("}')).success).toBe(true);
  expect(policySchema.safeParse(policy('{team=~"("}')).success).toBe(false);
  expect(publishedPolicySchema.safeParse({ ...policy('{a="b"}'), tenants: [{ name: 'acme' }] }).success).toBe(false);
});
