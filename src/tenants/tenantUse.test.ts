import { policySchema } from '@gatehouse/model';
import { POLICY } from '../test/policies';
import { tenantUses } from './tenantUse';

describe('tenantUses', () => {
  it('counts mappings that grant and deny a tenant, and the principals of those in effect', () => {
    const { mappings } = policySchema.parse({
      ...POLICY,
      mappings: [
        ...POLICY.mappings,
        { name: 'more', principals: ['group:acme-dev', 'group:x'], grants: [{ tenant: 'acme', access: 'read' }] },
        { name: 'off', principals: ['group:off'], enabled: false, grants: [{ tenant: 'acme', access: 'read' }] },
        {
          name: 'over',
          principals: ['group:over'],
          expires: '2026-01-01T00:00:00Z',
          grants: [{ tenant: 'acme', access: 'read' }],
        },
        { name: 'kept-out', principals: ['group:x'], effect: 'deny', grants: [{ tenant: 'acme' }] },
        { name: 'nobody', principals: ['group:y'], effect: 'deny' },
      ],
    });
    expect(Object.fromEntries(tenantUses(mappings, Date.parse('2026-11-22T00:00:00Z')))).toEqual({
      acme: { grants: ['acme-developers', 'more', 'off', 'over'], denies: ['kept-out'], principals: 2 },
      globex: { grants: ['globex'], denies: [], principals: 1 },
    });
  });
});
