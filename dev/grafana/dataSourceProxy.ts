import type { RequestHandler } from 'express';
import { basicAuthHeader, USER_AGENT, withDataSourceHeaders } from './dataSourceHeaders';
import type { DataSourceStore } from './dataSourceStore';
import type { IdentityHeaders } from './identityHeaders';
import { joinPaths } from './joinPaths';
import type { FindRequester } from './requester';
import { reverseProxy } from './reverseProxy';

/** `proxyPathRegexp` of Grafana's pkg/api/dataproxy.go: the rest is taken from the raw, still escaped path. */
const PROXY_PATH = /^\/api\/datasources\/proxy\/uid\/([\w-]+)\/?([^?]*)(\?.*)?$/;

/** The only paths of a Prometheus data source that may be sent by POST (routes of its plugin.json). */
const POST_PATHS = ['query', 'query_range', 'series', 'labels', 'query_exemplars'].map((name) => `api/v1/${name}`);

export interface DataSourceProxyParts {
  dataSources: Pick<DataSourceStore, 'forQueries'>;
  findRequester: FindRequester;
  identityHeaders: IdentityHeaders;
}

/**
 * Grafana's data source proxy for Prometheus data sources (pkg/api/pluginproxy/ds_proxy.go): cookies and the credentials for
 * Grafana itself go; what says who asks is set, and so is what the data source's settings add; everything else the browser
 * sent passes. A 401 of the data source reaches the browser as 400, as in Grafana.
 */
export function dataSourceProxy(parts: DataSourceProxyParts): RequestHandler {
  return async (request, response) => {
    const requester = parts.findRequester(request);
    if (requester === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    const [, uid, path = '', query = ''] = PROXY_PATH.exec(request.originalUrl) ?? [];
    const dataSource = parts.dataSources.forQueries().find((candidate) => candidate.uid === uid);
    if (dataSource === undefined) {
      response.status(404).json({ message: 'Unable to find datasource' });
      return;
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
    if (!isRead && !(request.method === 'POST' && POST_PATHS.some((prefix) => path.startsWith(prefix)))) {
      response.status(403).json({
        message: `non allow-listed ${request.method}s not allowed on proxied prometheus datasource`,
      });
      return;
    }

    const target = new URL(dataSource.url);
    // The browser's own Authorization is a credential for Grafana and goes no further. This header is there to replace it.
    const { 'x-ds-authorization': replacement } = request.headers;
    delete request.headers.authorization;
    delete request.headers['x-ds-authorization'];
    const headers = {
      'user-agent': USER_AGENT,
      ...(dataSource.basicAuth && { authorization: basicAuthHeader(dataSource.basicAuth) }),
      ...(replacement !== undefined && { authorization: String(replacement) }),
      ...(await parts.identityHeaders(requester, dataSource)),
    };
    reverseProxy(request, response, {
      origin: target.origin,
      path: joinPaths(target.pathname, path) + query,
      headers,
      finishHeaders: (all) => withDataSourceHeaders({ 'user-agent': USER_AGENT, ...all }, dataSource),
      replaceAnswer: (status) =>
        status === 401 ? { status: 400, body: 'Authentication to data source failed' } : undefined,
    });
  };
}
