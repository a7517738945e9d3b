import { POLICY } from '../test/policies';
import { usersByTenant } from './tenantUsers';

describe('usersByTenant', () => {
  it('names the mappings that name a tenant, also those that deny it', () => {
    const users = usersByTenant([
      ...POLICY.mappings,
      { name: 'kept-out', principals: ['group:x'], effect: 'deny', enabled: true, grants: [{ tenant: 'acme' }] },
      { name: 'nobody', principals: ['group:y'], effect: 'deny', enabled: true },
    ]);
    expect(Object.fromEntries(users)).toEqual({ acme: ['acme-developers', 'kept-out'], globex: ['globex'] });
  });
});
