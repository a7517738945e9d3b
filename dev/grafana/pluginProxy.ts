import type { RequestHandler } from 'express';
import type { GrafanaIdTokens } from './grafanaIdTokens';
import { joinPaths } from './joinPaths';
import type { PluginManifest } from './pluginManifest';
import { matchPluginRoute } from './pluginRoutes';
import type { PluginSettings } from './pluginSettings';
import { reverseProxy } from './reverseProxy';
import { renderRouteTemplate } from './routeTemplate';
import type { Sessions } from './sessions';
import { hasRole, LOCAL_ADMIN, type GrafanaUser } from './user';

/** `pluginProxyPathRegexp` of Grafana's pkg/api/app_routes.go. */
const PROXY_PATH = /^\/api\/plugin-proxy\/([\w-]+)\/?([^?]*)(\?.*)?$/;

export interface PluginProxyParts {
  manifest: PluginManifest;
  settings: PluginSettings;
  sessions: Sessions;
  /** Absent when Grafana does not manage to sign. */
  idTokens: GrafanaIdTokens | undefined;
  rootUrl: () => string;
}

/**
 * Grafana's proxy for the routes of an app plugin (pkg/api/pluginproxy/pluginproxy.go): checks the role, fills the
 * templates of the URL and the headers from the settings, and says who asks in `X-Grafana-Context` and `X-Grafana-Id`.
 */
export function pluginProxy(parts: PluginProxyParts): RequestHandler {
  return async (request, response) => {
    const session = parts.sessions.find(request);
    if (session === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    const { user } = session;
    const [, pluginId, path = '', query = ''] = PROXY_PATH.exec(request.originalUrl) ?? [];
    if (pluginId !== parts.manifest.id) {
      response.status(404).json({ message: 'Plugin not found, no installed plugin with that id' });
      return;
    }
    const matched = matchPluginRoute(parts.manifest.routes, request.method, path);
    if (matched === undefined) {
      response.status(404).json({ message: 'plugin route match not found' });
      return;
    }
    const { route, rest } = matched;
    if (route.reqRole !== undefined && !hasRole(user.orgRole, route.reqRole)) {
      response.status(403).json({ message: 'plugin proxy route access denied' });
      return;
    }

    const data = parts.settings.templateData();
    const target = splitUrl(renderRouteTemplate(route.url, data));
    const headers = route.headers.map(({ name, content }) => [name, renderRouteTemplate(content, data)]);
    // An Authorization header of the browser is a credential for Grafana itself and never meant for the route.
    delete request.headers.authorization;
    reverseProxy(request, response, {
      origin: target.origin,
      path: escapePath(joinPaths(target.path, rest)) + query,
      headers: {
        'X-Grafana-Context': JSON.stringify(signedInUser(user)),
        ...(parts.idTokens && {
          'X-Grafana-Id': await parts.idTokens.sign({ kind: 'user', session }, parts.rootUrl()),
        }),
        ...Object.fromEntries(headers),
      },
    });
  };
}

/** The fields of Grafana's `SignedInUser` (pkg/services/user/identity.go) that say who asks. */
function signedInUser(user: GrafanaUser): Record<string, unknown> {
  return {
    UserID: user.id,
    OrgID: 1,
    OrgName: 'Main Org.',
    OrgRole: user.orgRole,
    Login: user.login,
    Name: user.name,
    Email: user.email,
    EmailVerified: user.emailVerified,
    AuthenticatedBy: user.authenticatedBy,
    IsGrafanaAdmin: user.login === LOCAL_ADMIN.login,
    IsAnonymous: false,
  };
}

/** Splits without normalising; a URL that is not one (a proxy URL nobody has set) leads nowhere, and so to a 502. */
function splitUrl(url: string): { origin: string; path: string } {
  return URL.canParse(url) ? { origin: new URL(url).origin, path: new URL(url).pathname } : { origin: '', path: '' };
}

/** Escapes an unescaped path the way Go's `URL.EscapedPath` does, which leaves sub-delimiters as they are. */
function escapePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}
