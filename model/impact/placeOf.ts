import type { Tenant } from '../policy/shape';
import type { AccessView } from './impact';

/** Where a tenant's series live: all that decides it, whatever the tenant is called. */
export function placeOf(tenant: Tenant): AccessView['place'] {
  const { backend } = tenant;
  if ('account' in tenant) {
    return { backend, account: `${tenant.account}:${tenant.project}` };
  }
  return 'org' in tenant ? { backend, org: tenant.org } : { backend, labels: { ...tenant.labels } };
}
