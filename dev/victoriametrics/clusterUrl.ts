const MAX_UINT32 = 4_294_967_295;
const URL_OF_TENANT = /^\/(select|insert)\/([^/]+)\/([^?]*)(\?.*)?$/;
const TENANT = /^(\d{1,10})(?::(\d{1,10}))?$/;

/** What vmselect and vminsert serve below a tenant; a single node serves all of it, so the router must tell them apart. */
const PATHS: Readonly<Record<Component, RegExp>> = {
  select: new RegExp(
    [
      'prometheus/api/v1/(query|query_range|query_exemplars|series|series/count|labels|label/[^/]+/values)',
      'prometheus/api/v1/(export|export/csv|export/native|metadata|rules|alerts|notifiers)',
      'prometheus/api/v1/status/(tsdb|active_queries|top_queries|metric_names_stats|buildinfo)',
      'prometheus/(federate|rules|alerts|notifiers|vmalert/.*)',
      '(prometheus/)?(vmui(/.*)?|prettify-query|expand-with-exprs)',
      'graphite/(render|functions(/.*)?|metrics/(find|expand|index\\.json)/?|tags|tags/(?!tagSeries|tagMultiSeries).+)',
    ]
      .map((path) => `^${path}$`)
      .join('|')
  ),
  insert: new RegExp(
    [
      'prometheus/api/v1/(write|push|import|import/csv|import/native|import/prometheus(/metrics/job/.*)?)',
      'influx/(write|api/v2/write|query|health)',
      'datadog/(api/v1/(series|validate|check_run|metadata)|api/v2/series|api/beta/sketches|intake)/?',
      'opentelemetry/(v1/metrics|api/v1/push)',
      'newrelic(/inventory/deltas|/infra/v2/metrics/events/bulk)?',
      'zabbixconnector/api/v1/history',
    ]
      .map((path) => `^${path}$`)
      .join('|')
  ),
  opentsdb: /^(opentsdb\/)?api\/put$/,
};

/** vmselect, vminsert, and vminsert's further address for OpenTSDB's HTTP protocol (`-opentsdbHTTPListenAddr`). */
export type Component = 'select' | 'insert' | 'opentsdb';

/** What the path of a request to a cluster names. */
export interface ClusterUrl {
  /** `account:project`, or all of them. */
  tenant: string | 'multitenant';
  /** What a single node calls the same thing: the path below the tenant, with the query. */
  rest: string;
}

/**
 * Reads `/select/T/…` and `/insert/T/…`, T being `account[:project]` or `multitenant`
 * (https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#url-format).
 *
 * @returns undefined for everything that the component does not serve
 */
export function readClusterUrl(component: Component, url: string): ClusterUrl | undefined {
  const [, prefix, name = '', path = '', query = ''] = URL_OF_TENANT.exec(url) ?? [];
  if (prefix !== (component === 'select' ? 'select' : 'insert') || !PATHS[component].test(path)) {
    return undefined;
  }
  const tenant = name === 'multitenant' ? name : canonicalTenant(name);
  return tenant === undefined ? undefined : { tenant, rest: `/${path}${query}` };
}

/** `1` and `1:0` are one tenant. */
export function canonicalTenant(name: string): string | undefined {
  const [, account, project = '0'] = TENANT.exec(name) ?? [];
  return account !== undefined && Number(account) <= MAX_UINT32 && Number(project) <= MAX_UINT32
    ? `${Number(account)}:${Number(project)}`
    : undefined;
}
