import { USER_AGENT, withDataSourceHeaders } from './dataSourceHeaders';
import type { DataSourceOptions } from './options';

/** What the data source answered, as it came. */
export interface DataSourceAnswer {
  status: number;
  body: string;
}

/**
 * Asks an instant query as the Prometheus data source in Grafana's server does, by a form.
 *
 * @param headers in lower case: who asks, and what else Grafana passes on
 */
export async function queryDataSource(
  dataSource: DataSourceOptions,
  expr: string,
  headers: Readonly<Record<string, string>>
): Promise<DataSourceAnswer> {
  const response = await fetch(`${dataSource.url}/api/v1/query`, {
    method: 'POST',
    headers: withDataSourceHeaders({ 'user-agent': USER_AGENT, ...headers }, dataSource),
    body: new URLSearchParams({ query: expr, time: String(Math.floor(Date.now() / 1000)) }),
  });
  return { status: response.status, body: await response.text() };
}
