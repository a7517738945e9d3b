import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startIdentityProcess, type IdentityProcess } from '../../identity/client';
import { GRAFANA_CLIENT } from '../../identity/clients';
import { freePort } from '../../processes/freePort';
import type { GrafanaOptions, PluginSettingsOptions } from '../options';
import { startGrafana, type Grafana } from '../startGrafana';
import { startRecordingUpstream, type RecordingUpstream } from './recordingUpstream';

export const PLUGIN_ID = 'gatehouse-tenancy-app';
export const ADMIN_TOKEN = 'the-secret-admin-token';

const MANIFEST = {
  id: PLUGIN_ID,
  name: 'Gatehouse',
  type: 'app',
  info: { version: '1.0.0' },
  routes: [
    {
      path: 'admin/*',
      method: '*',
      reqRole: 'Admin',
      url: '{{ .JsonData.proxyUrl }}/v1/',
      headers: [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.adminToken }}' }],
    },
    { path: 'open', method: 'GET', url: '{{ .JsonData.proxyUrl }}/open' },
  ],
};

export interface GrafanaForTests {
  grafana: Grafana;
  upstream: RecordingUpstream;
  identity: IdentityProcess;
  close(): Promise<void>;
}

/** Grafana without its browser bundle, with the real identity provider, in front of a recording upstream. */
export async function startForTests(
  settings: (upstream: string) => PluginSettingsOptions | undefined = (proxyUrl) => ({
    jsonData: { proxyUrl },
    secureJsonData: { adminToken: ADMIN_TOKEN },
  }),
  more: (upstream: string) => Partial<GrafanaOptions> = () => ({})
): Promise<GrafanaForTests> {
  const pluginDist = await mkdtemp(path.join(tmpdir(), 'gatehouse-plugin-'));
  await writeFile(path.join(pluginDist, 'plugin.json'), JSON.stringify(MANIFEST));
  const port = await freePort();
  const upstream = await startRecordingUpstream();
  const identity = await startIdentityProcess({ grafanaUrl: `http://localhost:${port}` });
  const grafana = await startGrafana({
    port,
    issuer: identity.issuer,
    clientId: GRAFANA_CLIENT.id,
    clientSecret: GRAFANA_CLIENT.secret,
    pluginDist,
    pluginSettings: settings(upstream.url),
    dataSources: [{ uid: 'cluster', name: 'Cluster', url: `${upstream.url}/backend/cluster` }],
    browserBundle: false,
    ...more(upstream.url),
  });
  return {
    grafana,
    upstream,
    identity,
    close: async () => {
      await Promise.all([grafana.close(), upstream.close(), identity.close()]);
      await rm(pluginDist, { recursive: true, force: true });
    },
  };
}
