import type { Allowed } from '@gatehouse/model';
import type { Confinement } from './confinement';
import type { Endpoint } from './endpoints';
import { unescapeLabelName } from './unescapeLabelName';

/**
 * The `data` of the success that the gateway answers itself instead of asking upstream: for what cannot be narrowed there
 * although Grafana asks it on every page, and for the names of tenants.
 *
 * @param path the endpoint's path as it was matched
 * @returns undefined when upstream is to be asked
 */
export function ownAnswer(
  endpoint: Endpoint,
  path: string,
  confinement: Pick<Confinement, 'decision' | 'filtered' | 'backend'>
): { data: unknown } | undefined {
  if (endpoint.answer !== undefined && !mayAskUpstream(endpoint, confinement)) {
    return { data: endpoint.answer };
  }
  const { decision } = confinement;
  const ids = decision.tenants.length > 1 ? tenantIds(path, decision) : undefined;
  return ids && { data: [...new Set(ids)].sort() };
}

function mayAskUpstream(
  { upstream, filtering }: Endpoint,
  { decision, filtered, backend }: Pick<Confinement, 'decision' | 'filtered' | 'backend'>
): boolean {
  if (upstream[backend.kind] === undefined) {
    return false;
  }
  if (filtering === 'rules') {
    const tenantsOwn =
      backend.kind === 'victoriametrics' || (backend.kind === 'mimir' && decision.tenants.length === 1);
    return !filtered && (tenantsOwn || backend.sharedRules);
  }
  return !filtered || filtering !== 'empty';
}

/** vmselect answers the values of these two labels from its list of all tenants, whatever filters say. */
function tenantIds(path: string, { tenants }: Allowed): string[] | undefined {
  const ofClusters = tenants.flatMap(({ tenant }) => ('account' in tenant ? [tenant] : []));
  if (ofClusters.length === 0) {
    return undefined;
  }
  const [, label = ''] = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path) ?? [];
  switch (unescapeLabelName(label)) {
    case 'vm_account_id':
      return ofClusters.map(({ account }) => String(account));
    case 'vm_project_id':
      return ofClusters.map(({ project }) => String(project));
    default:
      return undefined;
  }
}
