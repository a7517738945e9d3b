const MAX_UINT32 = 4_294_967_295;
const PATH = /^\/(select|insert)\/([^/]+)\/(prometheus\/.*)$/;
const TENANT = /^(\d{1,10})(?::(\d{1,10}))?$/;

/** What the path of a request to a cluster names. */
export interface ClusterUrl {
  component: 'select' | 'insert';
  /** `account:project`, or all of them. */
  tenant: string | 'multitenant';
  /** What a single node calls the same thing: the path below the tenant, with the query. */
  rest: string;
}

/**
 * Reads `/select/T/prometheus/…` and `/insert/T/prometheus/…`, T being `account[:project]` or `multitenant`
 * (https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#url-format).
 *
 * @returns undefined for everything else
 */
export function readClusterUrl(url: string): ClusterUrl | undefined {
  const [, component, name = '', rest = ''] = PATH.exec(url) ?? [];
  if (component !== 'select' && component !== 'insert') {
    return undefined;
  }
  const tenant = name === 'multitenant' ? name : canonicalTenant(name);
  return tenant === undefined ? undefined : { component, tenant, rest: `/${rest}` };
}

/** `1` and `1:0` are one tenant. */
export function canonicalTenant(name: string): string | undefined {
  const [, account, project = '0'] = TENANT.exec(name) ?? [];
  return account !== undefined && Number(account) <= MAX_UINT32 && Number(project) <= MAX_UINT32
    ? `${Number(account)}:${Number(project)}`
    : undefined;
}
