import { type BackendKind, backendKindOf, type Tenant } from '@gatehouse/model';

/** The kinds of backends, for people. */
export const BACKEND_KINDS: Readonly<Record<BackendKind, string>> = {
  'victoriametrics-cluster': 'VictoriaMetrics cluster',
  victoriametrics: 'VictoriaMetrics, single node',
  mimir: 'Grafana Mimir',
};

/** The kind of backend that a tenant stands on, for people. */
export function tenantKind(tenant: Tenant): string {
  return BACKEND_KINDS[backendKindOf(tenant)];
}

/** Where on its backend a tenant's series live, for example "account 1, project 0". */
export function tenantPlace(tenant: Tenant): string {
  if ('account' in tenant) {
    return `account ${tenant.account}, project ${tenant.project}`;
  }
  if ('org' in tenant) {
    return `org ${tenant.org}`;
  }
  const labels = Object.entries(tenant.labels ?? {});
  return labels.length === 0 ? 'the whole node' : labels.map(([label, value]) => `${label}="${value}"`).join(', ');
}
