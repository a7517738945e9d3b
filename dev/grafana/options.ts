import type { LocalUser, OrgRole } from './user';

/** A data source of type Prometheus. */
export interface DataSourceOptions {
  uid: string;
  name: string;
  /** Where Grafana sends the queries, without a query string, e.g. `http://127.0.0.1:8431/backend/cluster`. */
  url: string;
  /** "Forward OAuth identity"; on when left out. */
  forwardsOAuthIdentity?: boolean;
  /** Static headers (`httpHeaderName1` and `httpHeaderValue1` of the settings), sent with everybody's requests. */
  httpHeaders?: Readonly<Record<string, string>>;
  basicAuth?: { user: string; password: string };
}

/** What an administrator would have saved on the plugin's configuration page. */
export interface PluginSettingsOptions {
  jsonData: { proxyUrl: string; dataUrl?: string };
  secureJsonData: { adminToken: string };
}

/** A machine that calls Grafana's API with a token. */
export interface ServiceAccount {
  id: number;
  name: string;
  orgRole: OrgRole;
  token: string;
}

/** A panel that a dashboard's administrator has shared with everybody who knows the address. */
export interface SharedPanel {
  /** The address: `/api/public/dashboards/<token>/panels/1/query`. */
  token: string;
  dataSource: string;
  expr: string;
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
  /** Who may log in by password, besides the administrator. */
  localUsers?: readonly LocalUser[];
  serviceAccounts?: readonly ServiceAccount[];
  /** The role of visitors who have not logged in (`[auth.anonymous]`); nobody is let in when left out. */
  anonymousRole?: OrgRole;
  /** The cookie `renderKey` by which the image renderer is known. */
  renderKey?: string;
  /** `[recording_rules.custom_headers]` of Grafana's configuration. */
  recordingHeaders?: Readonly<Record<string, string>>;
  sharedPanels?: readonly SharedPanel[];
  /** False: no `X-Grafana-Id` is sent, as when Grafana fails to sign it. Default true. */
  signsIdentity?: boolean;
  /** False leaves the browser bundle out, for tests that only talk HTTP. Default true. */
  browserBundle?: boolean;
}
