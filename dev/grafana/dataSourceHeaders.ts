import type { DataSourceOptions } from './options';

/** How Grafana's server names itself to data sources. */
export const USER_AGENT = 'Grafana/13.2.2';

/**
 * What the HTTP client of a data source does to the headers last (pkg/infra/httpclient/httpclientprovider): basic auth is set
 * unless something else is `Authorization` already, and static headers replace whatever has their name.
 *
 * @param headers with names in lower case
 */
export function withDataSourceHeaders<Value>(
  headers: Readonly<Record<string, Value>>,
  { basicAuth, httpHeaders = {} }: DataSourceOptions
): Record<string, Value | string> {
  return {
    ...headers,
    ...(basicAuth && !headers.authorization && { authorization: basicAuthHeader(basicAuth) }),
    ...Object.fromEntries(Object.entries(httpHeaders).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** The value of `Authorization` for user name and password (RFC 7617). */
export function basicAuthHeader({ user, password }: { user: string; password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
