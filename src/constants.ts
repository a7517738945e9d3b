/** The plugin's id, as plugin.json says. */
export const PLUGIN_ID = 'gatehouse-tenancy-app';

/** Where the app's pages live in Grafana. */
export const PATHS = {
  mappings: `/a/${PLUGIN_ID}/mappings`,
  tenants: `/a/${PLUGIN_ID}/tenants`,
  settings: `/a/${PLUGIN_ID}/settings`,
  configuration: `/plugins/${PLUGIN_ID}?page=configuration`,
} as const;

/** Grafana's route to the proxy's admin API; plugin.json says where it leads and with which token. */
export const ADMIN_ROUTE = `/api/plugin-proxy/${PLUGIN_ID}/admin`;
