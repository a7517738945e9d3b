/** A data source of type Prometheus with "Forward OAuth identity" switched on. */
export interface DataSourceOptions {
  uid: string;
  name: string;
  /** Where Grafana sends the queries, without a query string, e.g. `http://127.0.0.1:8431/backend/cluster`. */
  url: string;
}

/** What an administrator would have saved on the plugin's configuration page. */
export interface PluginSettingsOptions {
  jsonData: { proxyUrl: string };
  secureJsonData: { adminToken: string };
}

export interface GrafanaOptions {
  /** Port on 127.0.0.1; 0 (the default) takes a free one. */
  port?: number;
  /** Issuer URL of the OpenID provider; its discovery document is read at the first login. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Folder of the built plugin: `plugin.json`, `module.js` and the rest. */
  pluginDist: string;
  /** Absent: the plugin is installed and enabled, and nobody has configured it. */
  pluginSettings?: PluginSettingsOptions;
  dataSources: DataSourceOptions[];
  /** False leaves the browser bundle out, for tests that only talk HTTP. Default true. */
  browserBundle?: boolean;
}
