import { policySchema } from '@gatehouse/model';
import { withoutTenant } from './withoutTenant';

it('takes grants away, and mappings that are left without any', () => {
  const { mappings } = policySchema.parse({
    tenants: [],
    mappings: [
      {
        name: 'both',
        principals: ['group:a'],
        grants: [
          { tenant: 'acme', access: 'read' },
          { tenant: 'globex', access: 'read' },
        ],
      },
      { name: 'only', principals: ['group:a'], grants: [{ tenant: 'acme', access: 'read' }] },
      { name: 'other', principals: ['group:a'], grants: [{ tenant: 'globex', access: 'read' }] },
      { name: 'no-acme', principals: ['group:a'], effect: 'deny', grants: [{ tenant: 'acme' }] },
      { name: 'leavers', principals: ['group:a'], effect: 'deny' },
    ],
  });
  expect(withoutTenant(mappings, 'acme').map(({ mapping, next }) => [mapping.name, next?.grants])).toEqual([
    ['both', [{ tenant: 'globex', access: 'read' }]],
    ['only', undefined],
    ['no-acme', undefined],
  ]);
});
