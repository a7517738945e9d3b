import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGrafana } from '../../../dev/grafana/startGrafana';
import { startIdentityProcess } from '../../../dev/identity/client';
import { GRAFANA_CLIENT } from '../../../dev/identity/clients';
import { freePort } from '../../../dev/processes/freePort';
import { CLUSTER_TENANTS, writeStory } from '../../../dev/story';
import { startCluster, startNode } from '../../../dev/victoriametrics';
import { pluginBuild } from './pluginBuild';
import { startProxy } from './proxyProcess';

export interface Stack {
  grafanaUrl: string;
  adminUrl: string;
  dataUrl: string;
  adminToken: string;
  close(): Promise<void>;
}

const ROOT = path.join(__dirname, '../../..');
const ADMIN_TOKEN = 'browser-tests-admin-token';

/**
 * Starts everything that the browser tests cross: identity provider, cluster and single node with the story's series, the
 * proxy, and the emulated Grafana with the built plugin. Nothing is published yet.
 */
export async function startStack(): Promise<Stack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-browser-'));
  const started: Array<() => Promise<void>> = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const stop of started.reverse()) {
      await stop();
    }
  };
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    started.push(part.close);
    return part;
  };

  try {
    const grafanaPort = await freePort();
    const [pluginDist, identity, cluster, single] = await Promise.all([
      pluginBuild(ROOT),
      startIdentityProcess({ grafanaUrl: `http://localhost:${grafanaPort}` }).then(keep),
      startCluster({ folder: path.join(folder, 'cluster'), tenants: Object.values(CLUSTER_TENANTS) }).then(keep),
      startNode({ folder: path.join(folder, 'single') }).then(keep),
    ]);
    const [proxy] = await Promise.all([
      startProxy({
        root: ROOT,
        folder,
        issuer: identity.issuer,
        cluster,
        singleUrl: single.url,
        adminToken: ADMIN_TOKEN,
      }).then(keep),
      writeStory({ cluster, single }),
    ]);
    const grafana = keep(
      await startGrafana({
        port: grafanaPort,
        issuer: identity.issuer,
        clientId: GRAFANA_CLIENT.id,
        clientSecret: GRAFANA_CLIENT.secret,
        pluginDist,
        pluginSettings: { jsonData: { proxyUrl: proxy.adminUrl }, secureJsonData: { adminToken: ADMIN_TOKEN } },
        dataSources: [
          { uid: 'cluster', name: 'VictoriaMetrics cluster', url: `${proxy.dataUrl}/backend/cluster` },
          { uid: 'single', name: 'VictoriaMetrics single node', url: `${proxy.dataUrl}/backend/single` },
        ],
      })
    );
    return {
      grafanaUrl: grafana.url,
      adminUrl: proxy.adminUrl,
      dataUrl: proxy.dataUrl,
      adminToken: ADMIN_TOKEN,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
