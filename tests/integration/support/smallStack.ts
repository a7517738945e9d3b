import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IdentityProcess, startIdentityProcess } from '../../../dev/identity/client';
import {
  type Cluster,
  type RecordedRequest,
  startCluster,
  startNode,
  startRecorder,
} from '../../../dev/victoriametrics';
import { type Proxy, startProxy } from './startProxy';

/** Who sends: a person of the test identity provider, or a token that proves nobody. */
type Sender = 'alice' | 'bob' | 'carol' | 'mallory' | 'nobody' | 'expired' | 'other-audience' | 'stranger';

/** Whose series they are. Each carries this mark in its metric's name and in a label, so that a leak shows in the text. */
export const OWNERS = ['MARK_acme_dev', 'MARK_acme_ops', 'MARK_globex_ops', 'MARK_canary'] as const;
export type Owner = (typeof OWNERS)[number];

interface Series {
  owner: Owner;
  /** The cluster's tenant, and on the single node the label `tenant`. */
  account: number;
  tenant: string;
  team: string;
}

const SERIES: readonly Series[] = [
  { owner: 'MARK_acme_dev', account: 1, tenant: 'acme', team: 'dev' },
  { owner: 'MARK_acme_ops', account: 1, tenant: 'acme', team: 'ops' },
  { owner: 'MARK_globex_ops', account: 2, tenant: 'globex', team: 'ops' },
  { owner: 'MARK_canary', account: 0, tenant: 'canary', team: 'canary' },
];

/** What each sender may see, on either backend. */
export const VISIBLE: Readonly<Record<Sender, readonly Owner[]>> = {
  alice: ['MARK_acme_dev'],
  bob: ['MARK_globex_ops'],
  carol: ['MARK_acme_dev', 'MARK_acme_ops', 'MARK_globex_ops'],
  mallory: [],
  nobody: [],
  expired: [],
  'other-audience': [],
  stranger: [],
};

const on = (tenant: string, filters?: string[]) => [
  { tenant, access: 'read', filters },
  { tenant: `${tenant}-single`, access: 'read', filters },
];

export const POLICY = {
  tenants: [
    { name: 'acme', backend: 'cluster', account: 1 },
    { name: 'globex', backend: 'cluster', account: 2 },
    { name: 'acme-single', backend: 'single', labels: { tenant: 'acme' } },
    { name: 'globex-single', backend: 'single', labels: { tenant: 'globex' } },
  ],
  mappings: [
    { name: 'acme-developers', principals: ['group:acme-dev'], grants: on('acme', ['{team="dev"}']) },
    { name: 'globex', principals: ['user:bob@globex.example'], grants: on('globex') },
    { name: 'platform-team', principals: ['group:platform'], grants: [...on('acme'), ...on('globex')] },
  ],
};

export interface Stack {
  proxy: Proxy;
  /** The data listener's port, for raw sockets. */
  port: number;
  identity: IdentityProcess;
  cluster: Cluster;
  /** All that reached either backend; tests may empty it. */
  reached(): RecordedRequest[];
  forget(): void;
  /** A token of the sender; undefined for nobody. */
  tokenOf(sender: Sender): string | undefined;
  close(): Promise<void>;
}

/** Starts a real identity provider, real VictoriaMetrics of both kinds with marked series, and the real proxy in front. */
export async function startStack(): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-security-'));
  const [identity, cluster, node] = await Promise.all([
    startIdentityProcess({ folder }),
    startCluster({ folder: join(folder, 'cluster'), tenants: ['0:0', '1:0', '2:0'] }),
    startNode({ folder: join(folder, 'single') }),
  ]);
  await writeSeries(cluster, node.url);
  await Promise.all([cluster.flush(), node.flush()]);
  const single = await startRecorder(node.url);
  const proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'test', issuer: identity.issuer, audience: ['grafana'] }],
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster', read: [cluster.selectUrl] },
        { name: 'single', kind: 'victoriametrics', url: single.url },
      ],
    },
  });
  await proxy.put(POLICY);
  const tokens = await allTokens(identity);
  return {
    proxy,
    port: Number(new URL(proxy.url).port),
    identity,
    cluster,
    reached: () => [...cluster.requests, ...single.requests],
    forget: () => {
      cluster.requests.length = 0;
      single.requests.length = 0;
    },
    tokenOf: (sender) => tokens.get(sender),
    close: async () => {
      await proxy.stop();
      await single.close();
      await Promise.all([identity.close(), cluster.close(), node.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeSeries(cluster: Cluster, nodeUrl: string): Promise<void> {
  const now = Date.now();
  const line = (name: string, { owner, tenant, team }: Series) => {
    const metric = { __name__: name, marker: owner, tenant, team };
    return JSON.stringify({ metric, values: [1, 2, 3], timestamps: [now - 120_000, now - 60_000, now - 1_000] });
  };
  for (const series of SERIES) {
    const body = [line('probe', series), line(series.owner, series)].join('\n');
    const targets = [`${cluster.insertUrl}/insert/${series.account}:0/prometheus`, nodeUrl];
    for (const target of targets) {
      const response = await fetch(`${target}/api/v1/import`, { method: 'POST', body });
      if (!response.ok) {
        throw new Error(`${target} did not take the series: ${response.status} ${await response.text()}`);
      }
    }
  }
}

async function allTokens(identity: IdentityProcess): Promise<Map<Sender, string>> {
  const people = ['alice', 'bob', 'carol', 'mallory'] as const;
  const signedIn = await Promise.all(
    people.map(async (name) => [name, (await identity.tokenFor(name)).accessToken] as const)
  );
  const seconds = Math.floor(Date.now() / 1000);
  return new Map<Sender, string>([
    ...signedIn,
    ['expired', await identity.mint({ claims: { exp: seconds - 3600, iat: seconds - 7200 } })],
    ['other-audience', await identity.mint({ claims: { aud: 'somebody-else' } })],
    ['stranger', await identity.mint({ key: 'stranger' })],
  ]);
}
