import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DataSourceOptions, GrafanaOptions } from '../../../dev/grafana/options';
import { type Grafana, startGrafana } from '../../../dev/grafana/startGrafana';
import { type IdentityProcess, startIdentityProcess } from '../../../dev/identity/client';
import { GRAFANA_CLIENT, INTROSPECTION_CLIENT, OPAQUE_CLIENT } from '../../../dev/identity/clients';
import { freePort } from '../../../dev/processes/freePort';
import { type Recorder, startNode, startRecorder } from '../../../dev/victoriametrics';
import { ADMIN_TOKEN, type Proxy, startProxy } from './startProxy';

const REPOSITORY = resolve(__dirname, '../../..');
const TENANTS = ['acme', 'globex', 'rules'] as const;

/** Where people log in, where they ask, and what they ask. */
export interface GrafanaStack {
  identity: IdentityProcess;
  proxy: Proxy;
  /** What reaches VictoriaMetrics; tests may empty `requests`. */
  backend: Recorder;
  /** Makes what was written visible. */
  flush(): Promise<void>;
  /** Its identity is an issuer of the proxy's, and its client gets JSON Web Tokens. */
  grafana: Grafana;
  /** Its client gets opaque access tokens, and it does not manage to sign who asks. */
  opaqueGrafana: Grafana;
  close(): Promise<void>;
}

export interface GrafanaStackOptions {
  policy: unknown;
  /** The data sources of both Grafanas; asked for when the proxy runs and has the policy. */
  dataSources(proxy: Proxy): Promise<DataSourceOptions[]>;
  /** More of both Grafanas' settings. */
  grafana: Partial<GrafanaOptions>;
}

/**
 * Starts the real proxy between two emulated Grafanas and a real VictoriaMetrics, with the test identity provider. The series
 * `probe` is there once for each of the tenants acme, globex and rules, which the label `tenant` names.
 */
export async function startGrafanaStack(options: GrafanaStackOptions): Promise<GrafanaStack> {
  const started: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const end of started.toReversed()) {
      await end();
    }
  };
  try {
    return { ...(await start(options, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param started what ends each part, added as soon as the part runs */
async function start(
  options: GrafanaStackOptions,
  started: Array<() => Promise<unknown>>
): Promise<Omit<GrafanaStack, 'close'>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-grafana-'));
  started.push(() => rm(folder, { recursive: true, force: true }));
  await copyFile(join(REPOSITORY, 'src/plugin.json'), join(folder, 'plugin.json'));
  const [port, opaquePort] = [await freePort(), await freePort()];
  const identity = await startIdentityProcess({
    folder,
    grafanaUrl: [port, opaquePort].map((each) => `http://localhost:${each}`),
  });
  started.push(() => identity.close());
  const node = await startNode({ folder: join(folder, 'node') });
  started.push(() => node.close());
  const backend = await startRecorder(node.url);
  started.push(() => backend.close());
  const adminListen = `127.0.0.1:${await freePort()}`;
  const dataSources: DataSourceOptions[] = [];
  const common = {
    issuer: identity.issuer,
    pluginDist: folder,
    pluginSettings: { jsonData: { proxyUrl: `http://${adminListen}` }, secureJsonData: { adminToken: ADMIN_TOKEN } },
    dataSources,
    browserBundle: false,
  };
  const grafana = await startGrafana({
    ...common,
    port,
    clientId: GRAFANA_CLIENT.id,
    clientSecret: GRAFANA_CLIENT.secret,
    ...options.grafana,
  });
  started.push(() => grafana.close());
  const opaqueGrafana = await startGrafana({
    ...common,
    ...options.grafana,
    signsIdentity: false,
    port: opaquePort,
    clientId: OPAQUE_CLIENT.id,
    clientSecret: OPAQUE_CLIENT.secret,
  });
  started.push(() => opaqueGrafana.close());
  const opaque = { by: 'introspection', clientId: INTROSPECTION_CLIENT.id, clientSecret: INTROSPECTION_CLIENT.secret };
  const proxy = await startProxy({
    configOverrides: {
      admin: { listen: adminListen, token: ADMIN_TOKEN },
      issuers: [
        { name: 'sso', issuer: identity.issuer, audience: [GRAFANA_CLIENT.id, OPAQUE_CLIENT.id], opaque },
        { name: 'grafana', kind: 'grafana', issuer: grafana.url },
      ],
      backends: [{ name: 'single', kind: 'victoriametrics', url: backend.url, safety: 'vouched' }],
    },
  });
  started.push(() => proxy.stop());
  await proxy.put(options.policy);
  await writeProbe(node.url);
  await node.flush();
  dataSources.push(...(await options.dataSources(proxy)));
  return { identity, proxy, backend, flush: () => node.flush(), grafana, opaqueGrafana };
}

async function writeProbe(nodeUrl: string): Promise<void> {
  const lines = TENANTS.map((tenant) =>
    JSON.stringify({ metric: { __name__: 'probe', tenant }, values: [1], timestamps: [Date.now() - 1_000] })
  );
  const response = await fetch(`${nodeUrl}/api/v1/import`, { method: 'POST', body: lines.join('\n') });
  if (!response.ok) {
    throw new Error(`VictoriaMetrics did not take the series: ${response.status} ${await response.text()}`);
  }
}
