import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readyLine } from '../processes/readyLine';
import { startChild } from '../processes/startChild';

const readySchema = z.object({ event: z.literal('ready'), listen: z.string(), admin: z.string() });

export interface ProxyOptions {
  /** The repository. */
  root: string;
  /** Where configuration, store and log are kept. */
  folder: string;
  issuer: string;
  cluster: { selectUrl: string; insertUrl: string };
  single: { url: string };
  /** At least 16 characters. */
  adminToken: string;
  /** A further admin token, which may look and change nothing. At least 16 characters. */
  viewerToken?: string;
  /** Absolute path of a file that is the policy's source; the store is when it is left out. */
  policyFile?: string;
}

export interface ProxyProcess {
  /** The data listener, which Grafana's data sources ask. */
  url: string;
  /** The admin listener, which the plugin's settings name. */
  adminUrl: string;
  close(): Promise<void>;
}

/** Starts the built proxy with a configuration for these backends, and waits until it serves. */
export async function startProxyProcess(options: ProxyOptions): Promise<ProxyProcess> {
  const { root, folder, issuer, cluster, single, adminToken, viewerToken, policyFile } = options;
  const config = join(folder, 'gatehouse.yaml');
  await writeFile(
    config,
    stringify({
      listen: '127.0.0.1:0',
      admin: {
        listen: '127.0.0.1:0',
        token: '$' + '{GATEHOUSE_ADMIN_TOKEN}',
        ...(viewerToken !== undefined && {
          tokens: [{ name: 'reader', role: 'viewer', token: '$' + '{GATEHOUSE_VIEWER_TOKEN}' }],
        }),
      },
      issuers: [{ name: 'test', issuer, audience: ['grafana'] }],
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster', read: [cluster.selectUrl], write: [cluster.insertUrl] },
        { name: 'single', kind: 'victoriametrics', url: single.url },
      ],
      store: 'sqlite:gatehouse.db',
      ...(policyFile !== undefined && { policyFile }),
    })
  );
  const log = join(folder, 'gatehouse.log');
  const child = startChild({
    name: 'the proxy',
    command: process.execPath,
    args: [join(root, 'proxy/dist/gatehouse.js'), 'serve', '--config', config],
    env: {
      GATEHOUSE_ADMIN_TOKEN: adminToken,
      ...(viewerToken !== undefined && { GATEHOUSE_VIEWER_TOKEN: viewerToken }),
    },
    guarded: true,
    log,
  });
  const { listen, admin } = await readyLine(child, log, readySchema);
  return { url: `http://${listen}`, adminUrl: `http://${admin}`, close: () => child.stop() };
}
