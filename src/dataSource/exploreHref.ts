/**
 * Where Grafana queries a data source by hand, without its base URL.
 *
 * @see https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
export function exploreHref(uid: string): string {
  const pane = { datasource: uid, queries: [{ refId: 'A' }], range: { from: 'now-1h', to: 'now' } };
  return `/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ gatehouse: pane }) })}`;
}
