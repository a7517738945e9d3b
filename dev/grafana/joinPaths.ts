/** Joins two parts of a path with exactly one slash between them (`JoinURLFragments`, Grafana's pkg/util/url.go). */
export function joinPaths(base: string, rest: string): string {
  if (rest === '') {
    return base;
  }
  if (base.endsWith('/') && rest.startsWith('/')) {
    return base + rest.slice(1);
  }
  return base.endsWith('/') || rest.startsWith('/') ? base + rest : `${base}/${rest}`;
}
