/** A path that nobody may ask of a backend, whatever the policy grants; `*` stands for anything, also nothing. */
interface Never {
  path: string;
  why: string;
}

const TENANT_OF_THE_CLIENT = 'the tenant comes from the policy alone';
const DELETES = 'deletes series';
const CONFIGURATION = "shows the backend's configuration";

/**
 * What VictoriaMetrics serves and Gatehouse never asks. Each of these is a 404 as any other path that is not in the table of
 * endpoints; this list keeps them from ever getting in.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#url-format
 */
export const NEVER: readonly Never[] = [
  { path: '/select/*', why: TENANT_OF_THE_CLIENT },
  { path: '/insert/*', why: TENANT_OF_THE_CLIENT },
  { path: '/delete/*', why: DELETES },
  { path: '/admin/*', why: 'lists all tenants and resets statistics' },
  { path: '/api/v1/admin/*', why: DELETES },
  { path: '/tags/delSeries', why: DELETES },
  { path: '/tags/tagSeries', why: 'registers series without samples' },
  { path: '/tags/tagMultiSeries', why: 'registers series without samples' },
  { path: '/internal/*', why: 'flushes, merges and resets caches' },
  { path: '/snapshot/*', why: 'makes and removes snapshots' },
  { path: '/metrics', why: "shows the backend's own metrics" },
  { path: '/flags', why: CONFIGURATION },
  { path: '/debug/pprof/*', why: "shows the backend's memory" },
  { path: '/config', why: CONFIGURATION },
  { path: '/api/v1/status/config', why: CONFIGURATION },
  { path: '/api/v1/status/flags', why: CONFIGURATION },
  { path: '/targets', why: 'shows what is scraped, for all tenants' },
  { path: '/api/v1/targets', why: 'shows what is scraped, for all tenants' },
  { path: '/target_response', why: 'fetches what is scraped' },
  { path: '/service-discovery', why: 'shows what is scraped, for all tenants' },
  { path: '/metric-relabel-debug', why: CONFIGURATION },
  { path: '/target-relabel-debug', why: CONFIGURATION },
  { path: '/-/*', why: 'reloads and stops' },
  { path: '/vmalert/*', why: 'shows the rules and alerts of all tenants, and reloads them' },
];

/** VictoriaMetrics serves most of its paths below these as well. */
const PREFIXES = /^(?:\/(?:prometheus|graphite))+(?=\/)/;

/** True for a path that must never be served, also below a prefix. */
export function isNever(fullPath: string): boolean {
  const path = fullPath.replace(PREFIXES, '');
  return NEVER.some(({ path: never }) =>
    never.endsWith('/*') ? path.startsWith(never.slice(0, -1)) || path === never.slice(0, -2) : path === never
  );
}
