import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startGrafana } from '../grafana/startGrafana';
import { startIdentityProcess } from '../identity/client';
import { GRAFANA_CLIENT } from '../identity/clients';
import { CLUSTER_TENANTS, type Story, writeStory } from '../story';
import { startCluster, startNode } from '../victoriametrics';
import type { LocalUser } from '../grafana/user';
import type { Progress } from './progress';
import { startProxyProcess } from './proxyProcess';

/** Makes dashboards, and may not change who sees what. Logs in by Grafana's own form. */
const EDITOR: LocalUser = {
  login: 'erin',
  password: 'erin',
  email: 'erin@acme.example',
  emailVerified: false,
  name: 'Erin, who makes dashboards',
  orgRole: 'Editor',
  authenticatedBy: 'password',
};

export interface InstallationOptions {
  /** The repository, with plugin and proxy built. */
  root: string;
  /** Where everything is kept. */
  folder: string;
  /** Grafana's port. */
  grafanaPort: number;
  /** False: nobody has told the plugin yet where the proxy is. Default true. */
  connected?: boolean;
}

/** Everything of the demo, up and running. Its processes end with `endAllChildren`. */
export interface Installation {
  grafanaUrl: string;
  issuer: string;
  proxyUrl: string;
  adminUrl: string;
  adminToken: string;
  /** The proxy's other admin token, which may look and change nothing. */
  viewerToken: string;
  story: Story;
}

/** Starts identity provider, VictoriaMetrics, proxy and Grafana page, and writes the story's metrics. */
export async function startInstallation(options: InstallationOptions, progress: Progress): Promise<Installation> {
  const { root, folder, grafanaPort, connected = true } = options;
  const [identity, cluster, single] = await Promise.all([
    progress.during('Starting the identity provider', () =>
      startIdentityProcess({ grafanaUrl: `http://localhost:${grafanaPort}`, folder })
    ),
    progress.during('Starting VictoriaMetrics, a cluster', () =>
      startCluster({ folder: join(folder, 'cluster'), tenants: Object.values(CLUSTER_TENANTS) })
    ),
    progress.during('Starting VictoriaMetrics, a single node', () => startNode({ folder: join(folder, 'single') })),
  ]);
  const story = await progress.during('Writing an hour of metrics', () => writeStory({ cluster, single }));
  const [adminToken, viewerToken] = [randomToken(), randomToken()];
  const proxy = await progress.during('Starting the proxy', () =>
    startProxyProcess({ root, folder, issuer: identity.issuer, cluster, single, adminToken, viewerToken })
  );
  const grafana = await progress.during('Starting the Grafana page (the first time, its bundle is built)', () =>
    startGrafana({
      port: grafanaPort,
      issuer: identity.issuer,
      clientId: GRAFANA_CLIENT.id,
      clientSecret: GRAFANA_CLIENT.secret,
      pluginDist: join(root, 'dist'),
      pluginSettings: connected
        ? { jsonData: { proxyUrl: proxy.adminUrl, dataUrl: proxy.url }, secureJsonData: { adminToken } }
        : undefined,
      localUsers: [EDITOR],
      dataSources: [
        { uid: 'cluster', name: 'VictoriaMetrics cluster', url: `${proxy.url}/backend/cluster` },
        { uid: 'single', name: 'VictoriaMetrics single node', url: `${proxy.url}/backend/single` },
      ],
    })
  );
  return {
    grafanaUrl: grafana.url,
    issuer: identity.issuer,
    proxyUrl: proxy.url,
    adminUrl: proxy.adminUrl,
    adminToken,
    viewerToken,
    story,
  };
}

function randomToken(): string {
  return randomBytes(24).toString('base64url');
}
