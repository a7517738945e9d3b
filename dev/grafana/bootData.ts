import type { DataSourceOptions } from './options';
import type { PluginManifest } from './pluginManifest';
import type { GrafanaUser } from './user';

/** What the browser needs before anything of `@grafana/*` is loaded: `window.grafanaBootData`, cut to what is used. */
export function bootData(user: GrafanaUser, manifest: PluginManifest, dataSources: readonly DataSourceOptions[]) {
  return {
    settings: {
      appSubUrl: '',
      buildInfo: { version: '13.2.2', commit: 'emulated', env: 'development', edition: 'Open Source' },
      featureToggles: {},
      namespace: 'default',
      datasources: Object.fromEntries(
        dataSources.map(({ uid, name }, index) => [name, { id: index + 1, uid, name, type: 'prometheus', meta: {} }])
      ),
    },
    user: {
      isSignedIn: true,
      id: user.id,
      login: user.login,
      email: user.email,
      name: user.name,
      orgId: 1,
      orgName: 'Main Org.',
      orgRole: user.orgRole,
      timezone: 'browser',
      weekStart: 'monday',
      locale: 'en-US',
      language: 'en-US',
      authenticatedBy: user.authenticatedBy,
      permissions: { 'plugins.app:access': true },
    },
    navTree: [],
    assets: {},
    pluginId: manifest.id,
  };
}

export type BootData = ReturnType<typeof bootData>;
