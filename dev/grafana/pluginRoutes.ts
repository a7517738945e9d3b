import type { PluginRoute } from './pluginManifest';

export interface MatchedRoute {
  route: PluginRoute;
  /** What the wildcard stood for, unescaped; empty for a route without one. */
  rest: string;
}

/**
 * The route of an app plugin that a request takes: the first that fits method and path.
 *
 * The rules are those of Grafana's pkg/api/pluginproxy/pluginproxy.go (`HandleRequest`) with pkg/web/tree.go (`Match`):
 * one slash at either end of the path does not count, segments are compared unescaped, and `*` stands for one or more
 * remaining segments, which go on unescaped and without a trailing slash.
 */
export function matchPluginRoute(
  routes: readonly PluginRoute[],
  method: string,
  proxyPath: string
): MatchedRoute | undefined {
  for (const route of routes) {
    const rest = route.method === '*' || route.method === method ? matchPath(route.path, proxyPath) : undefined;
    if (rest !== undefined) {
      return { route, rest };
    }
  }
  return undefined;
}

function matchPath(pattern: string, proxyPath: string): string | undefined {
  const wanted = trimSlash(pattern).split('/');
  const given = unescapeAll(trimSlash(proxyPath).split('/'));
  const wildcard = wanted.at(-1) === '*';
  const fixed = wildcard ? wanted.slice(0, -1) : wanted;
  if (given === undefined || (wildcard ? given.length <= fixed.length : given.length !== fixed.length)) {
    return undefined;
  }
  return fixed.every((segment, index) => segment === given[index]) ? given.slice(fixed.length).join('/') : undefined;
}

function trimSlash(path: string): string {
  return path.replace(/^\//, '').replace(/\/$/, '');
}

function unescapeAll(segments: readonly string[]): string[] | undefined {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
