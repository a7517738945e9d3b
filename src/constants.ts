/** The plugin's id, as plugin.json says. */
export const PLUGIN_ID = 'gatehouse-tenancy-app';

/** Where the app's pages live in Grafana. */
export const PATHS = {
  overview: `/a/${PLUGIN_ID}/overview`,
  mappings: `/a/${PLUGIN_ID}/mappings`,
  tenants: `/a/${PLUGIN_ID}/tenants`,
  settings: `/a/${PLUGIN_ID}/settings`,
  publish: `/a/${PLUGIN_ID}/publish`,
  explain: `/a/${PLUGIN_ID}/explain`,
  activity: `/a/${PLUGIN_ID}/activity`,
  history: `/a/${PLUGIN_ID}/history`,
  credentials: `/a/${PLUGIN_ID}/credentials`,
  dataSource: `/a/${PLUGIN_ID}/data-source`,
  configuration: `/plugins/${PLUGIN_ID}?page=configuration`,
} as const;

/** A page of the app itself; the configuration is a page of Grafana's. */
export type PageName = Exclude<keyof typeof PATHS, 'configuration'>;

/** Grafana's route to the proxy's admin API; plugin.json says where it leads and with which token. */
export const ADMIN_ROUTE = `/api/plugin-proxy/${PLUGIN_ID}/admin`;
