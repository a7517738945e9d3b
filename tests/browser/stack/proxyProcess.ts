import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { startChild } from '../../../dev/processes/startChild';
import { whileRunning } from '../../../dev/processes/waitFor';

const readySchema = z.object({ event: z.literal('ready'), listen: z.string(), admin: z.string() });

export interface ProxyOptions {
  /** The repository's folder. */
  root: string;
  /** Where configuration, store and log are kept. */
  folder: string;
  issuer: string;
  /** Addresses of the cluster's vmselect and vminsert, and of the single node. */
  cluster: { selectUrl: string; insertUrl: string };
  singleUrl: string;
  adminToken: string;
}

export interface ProxyProcess {
  dataUrl: string;
  adminUrl: string;
  close(): Promise<void>;
}

/** Starts the real proxy as a program of its own on free ports, and waits until both listeners are up. */
export async function startProxy(options: ProxyOptions): Promise<ProxyProcess> {
  const configFile = path.join(options.folder, 'gatehouse.yaml');
  const log = path.join(options.folder, 'gatehouse.log');
  await writeFile(configFile, stringify(configuration(options)));
  const child = startChild({
    name: 'gatehouse',
    command: process.execPath,
    args: ['--import', 'tsx', path.join(options.root, 'proxy/main.ts'), 'serve', '--config', configFile],
    env: { GATEHOUSE_ADMIN_TOKEN: options.adminToken },
    cwd: options.root,
    log,
  });
  const ready = new Promise<z.infer<typeof readySchema>>((resolve) => {
    child.onLine((line) => {
      const parsed = readySchema.safeParse(parseJson(line));
      if (parsed.success) {
        resolve(parsed.data);
      }
    });
  });
  const { listen, admin } = await whileRunning(child, log, ready);
  return { dataUrl: `http://${listen}`, adminUrl: `http://${admin}`, close: () => child.stop() };
}

function configuration({ issuer, cluster, singleUrl }: ProxyOptions): object {
  return {
    listen: '127.0.0.1:0',
    admin: { listen: '127.0.0.1:0', token: '${GATEHOUSE_ADMIN_TOKEN}' },
    issuers: [{ name: 'test', issuer, audience: ['grafana'] }],
    backends: [
      { name: 'cluster', kind: 'victoriametrics-cluster', read: [cluster.selectUrl], write: [cluster.insertUrl] },
      { name: 'single', kind: 'victoriametrics', url: singleUrl },
    ],
    store: 'sqlite:gatehouse.db',
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
