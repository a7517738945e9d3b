import type { ForwardedTokens } from './forwardedTokens';
import type { GrafanaIdTokens } from './grafanaIdTokens';
import type { DataSourceOptions } from './options';
import type { Requester } from './requester';

/** The headers by which Grafana tells a data source who asks. */
export type IdentityHeaders = (requester: Requester, dataSource: DataSourceOptions) => Promise<Record<string, string>>;

export interface IdentityHeadersParts {
  tokens: ForwardedTokens;
  /** Absent when Grafana does not manage to sign. */
  idTokens: GrafanaIdTokens | undefined;
  rootUrl: () => string;
}

/**
 * `Authorization` and `X-Id-Token` of somebody who logged in by OAuth, if the data source forwards them, and `X-Grafana-Id` for
 * everybody (`director` of pkg/api/pluginproxy/ds_proxy.go; the middlewares of pkg/services/pluginsintegration).
 */
export function createIdentityHeaders({ tokens, idTokens, rootUrl }: IdentityHeadersParts): IdentityHeaders {
  return async (requester, { forwardsOAuthIdentity = true }) => {
    const forwarded = forwardsOAuthIdentity && requester.kind === 'user' ? await tokens(requester.session) : undefined;
    return {
      ...(forwarded && { authorization: `Bearer ${forwarded.accessToken}` }),
      ...(forwarded?.idToken && { 'x-id-token': forwarded.idToken }),
      ...(idTokens && { 'x-grafana-id': await idTokens.sign(requester, rootUrl()) }),
    };
  };
}
