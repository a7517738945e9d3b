import { type BackendKind, backendKindOf, type Tenant } from '@gatehouse/model';
import { t } from '../i18n/t';

/** A kind of backend, for people; one that this app does not know as it is. */
export function kindInWords(kind: string): string {
  switch (kind) {
    case 'victoriametrics-cluster':
      return t('tenants.kind.cluster', 'VictoriaMetrics cluster');
    case 'victoriametrics':
      return t('tenants.kind.single', 'VictoriaMetrics, single node');
    case 'mimir':
      return t('tenants.kind.mimir', 'Grafana Mimir');
    default:
      return kind;
  }
}

/** How a tenant of each kind of backend is kept apart from the others, for people. */
export function confinementInWords(kind: BackendKind): string {
  switch (kind) {
    case 'victoriametrics-cluster':
      return t('tenants.confinement.cluster', 'Reads and writes go to this account and project, and to no other.');
    case 'victoriametrics':
      return t('tenants.confinement.single', 'Fixed labels part the node’s series into tenants.');
    case 'mimir':
      return t(
        'tenants.confinement.mimir',
        'Reads and writes go to this org, and to no other. Mimir knows no filters: grants are for the whole tenant.'
      );
  }
}

/** The kind of backend that a tenant stands on, for people. */
export function tenantKind(tenant: Tenant): string {
  return kindInWords(backendKindOf(tenant));
}

/** Where on its backend a tenant's series live, for example "account 1, project 0". */
export function tenantPlace(tenant: Tenant): string {
  if ('account' in tenant) {
    const { account, project } = tenant;
    return t('tenants.place.cluster', 'account {{account}}, project {{project}}', { account, project });
  }
  if ('org' in tenant) {
    return t('tenants.place.mimir', 'org {{org}}', { org: tenant.org });
  }
  const labels = Object.entries(tenant.labels ?? {});
  return labels.length === 0
    ? t('tenants.place.whole', 'the whole node')
    : labels.map(([label, value]) => `${label}="${value}"`).join(', ');
}
