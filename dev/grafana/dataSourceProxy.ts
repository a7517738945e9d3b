import type { RequestHandler } from 'express';
import type { ForwardedTokens } from './forwardedTokens';
import type { GrafanaIdTokens } from './grafanaIdTokens';
import { joinPaths } from './joinPaths';
import type { DataSourceOptions } from './options';
import { reverseProxy } from './reverseProxy';
import type { Sessions } from './sessions';

/** `proxyPathRegexp` of Grafana's pkg/api/dataproxy.go: the rest is taken from the raw, still escaped path. */
const PROXY_PATH = /^\/api\/datasources\/proxy\/uid\/([\w-]+)\/?([^?]*)(\?.*)?$/;

/** The only paths of a Prometheus data source that may be sent by POST (routes of its plugin.json). */
const POST_PATHS = ['query', 'query_range', 'series', 'labels', 'query_exemplars'].map((name) => `api/v1/${name}`);

export interface DataSourceProxyParts {
  dataSources: readonly DataSourceOptions[];
  sessions: Sessions;
  tokens: ForwardedTokens;
  idTokens: GrafanaIdTokens;
  rootUrl: () => string;
}

/**
 * Grafana's data source proxy for Prometheus data sources with "Forward OAuth identity"
 * (pkg/api/pluginproxy/ds_proxy.go): the user's access and ID token and `X-Grafana-Id` are set, cookies go, everything
 * else the browser sent passes. A 401 of the data source reaches the browser as 400, as in Grafana.
 */
export function dataSourceProxy(parts: DataSourceProxyParts): RequestHandler {
  return async (request, response) => {
    const session = parts.sessions.find(request);
    if (session === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    const [, uid, path = '', query = ''] = PROXY_PATH.exec(request.originalUrl) ?? [];
    const dataSource = parts.dataSources.find((candidate) => candidate.uid === uid);
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
    const tokens = await parts.tokens(session);
    reverseProxy(request, response, {
      origin: target.origin,
      path: joinPaths(target.pathname, path) + query,
      headers: {
        'User-Agent': 'Grafana/13.2.2',
        ...(tokens && { Authorization: `Bearer ${tokens.accessToken}` }),
        ...(tokens?.idToken && { 'X-Id-Token': tokens.idToken }),
        'X-Grafana-Id': await parts.idTokens.sign(session.user, parts.rootUrl()),
      },
      replaceAnswer: (status) =>
        status === 401 ? { status: 400, body: 'Authentication to data source failed' } : undefined,
    });
  };
}
