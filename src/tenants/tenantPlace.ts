import { type BackendKind, backendKindOf, type Tenant } from '@gatehouse/model';

/** The kinds of backends, for people. */
export const BACKEND_KINDS: Readonly<Record<BackendKind, string>> = {
  'victoriametrics-cluster': 'VictoriaMetrics cluster',
  victoriametrics: 'VictoriaMetrics, single node',
  mimir: 'Grafana Mimir',
};

/** A kind of backend that the proxy names, for people; one that this app does not know as it is. */
export function kindInWords(kind: string): string {
  return new Map<string, string>(Object.entries(BACKEND_KINDS)).get(kind) ?? kind;
}

/** How a tenant of each kind is kept apart from the others, for people. */
export const CONFINEMENTS: Readonly<Record<BackendKind, string>> = {
  'victoriametrics-cluster': 'Reads and writes go to this account and project, and to no other.',
  victoriametrics: 'Fixed labels part the node’s series into tenants.',
  mimir: 'Reads and writes go to this org, and to no other. Mimir knows no filters: grants are for the whole tenant.',
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
