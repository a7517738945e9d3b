import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IdentityProcess, startIdentityProcess } from '../../dev/identity/client';
import { personOf } from '../../dev/identity/people';
import { type Mimir, startMimir } from '../../dev/mimir';
import {
  type Cluster,
  type RecordedRequest,
  startCluster,
  startNode,
  startRecorder,
  type VictoriaMetricsNode,
} from '../../dev/victoriametrics';
import { createGrafanaTokens, type GrafanaTokens } from './grafanaTokens';
import { hasOwnGroup, PEOPLE, type Sender, SENDERS } from './senders';
import { writeSeries } from './series';
import { createWorld, printTenant, type SeriesOwner, type World } from './world';
import { Ledger } from './writes/ledger';

/** Nodes that hold the series of some owners and nothing else: what a question must be answered if nobody else existed. */
export interface Reference {
  owners: readonly SeriesOwner[];
  /** Of these metrics only, when it is given. */
  names?: readonly string[];
  /** Two nodes: on the second, the series were created the other way round. */
  urls: readonly string[];
}

/** Everything behind and beside the proxy. It outlives proxies, so that many can be tried on it. */
export interface Backends {
  world: World;
  identity: IdentityProcess;
  cluster: Cluster;
  /** The single node, and the recorder in front of it that the proxy is given. */
  node: VictoriaMetricsNode;
  single: { url: string; opentsdbUrl: string };
  /** Stands in for Mimir, and shows for which orgs it was asked. */
  mimir: Mimir;
  references: readonly Reference[];
  /** Who wrote which sample. */
  ledger: Ledger;
  /** All that reached any of them from the proxy, in order of arrival for each. */
  reached(): RecordedRequest[];
  forget(): void;
  /** Grafana's own keys and what it signs. */
  grafana: GrafanaTokens;
  /** The secret of the service meter at the proxy that was started last. */
  credential: string;
  /** A token of the sender; undefined for nobody. */
  tokenOf(sender: Sender): string | undefined;
  /** Makes what was written visible to queries. */
  flush(): Promise<void>;
  /** @throws Error that names the node that has died */
  checkAlive(): Promise<void>;
  close(): Promise<void>;
}

const REFERENCES: ReadonlyArray<Omit<Reference, 'urls'>> = [
  { owners: ['acme_dev'] },
  { owners: ['acme_dev', 'acme_qa'] },
  { owners: ['acme_ops', 'globex_ops'] },
  { owners: ['globex_dev', 'globex_ops'] },
  { owners: ['acme_dev', 'acme_qa', 'acme_qa_far', 'acme_ops'], names: ['probe', 'probe_total', 'probe_bucket'] },
];

/**
 * Starts a real identity provider and VictoriaMetrics of both kinds, filled with the marked series of every owner.
 *
 * @param options.references false leaves out the nodes to compare with
 */
export async function startBackends({ references: wanted = true } = {}): Promise<Backends> {
  const world = createWorld();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-security-'));
  const tenants = [world.acme, world.globex, world.initech, world.nobodys].map(printTenant);
  const [identity, cluster, node, mimir, ...references] = await Promise.all([
    startIdentityProcess({ folder }),
    startCluster({ folder: join(folder, 'cluster'), tenants }),
    startNode({ folder: join(folder, 'single') }),
    startMimir(),
    ...(wanted ? REFERENCES : []).map(async (reference, index) => ({
      ...reference,
      nodes: await Promise.all(
        ['forwards', 'backwards'].map((order) => startNode({ folder: join(folder, `reference-${index}-${order}`) }))
      ),
    })),
  ]);
  await writeSeries(world, cluster.insertUrl, node.url);
  for (const { owners, names, nodes } of references) {
    const [forwards, backwards] = nodes;
    const named = (lines: readonly string[]) =>
      lines.filter((line) => names?.some((name) => line.includes(`"__name__":"${name}"`)) ?? true);
    await writeSeries(world, undefined, forwards?.url ?? '', owners, named);
    await writeSeries(world, undefined, backwards?.url ?? '', owners.toReversed(), (all) => named(all).toReversed());
  }
  const referenceNodes = references.flatMap(({ nodes }) => nodes);
  await Promise.all([cluster.flush(), node.flush(), ...referenceNodes.map((reference) => reference.flush())]);
  const single = await startRecorder(node.url);
  const opentsdb = await startRecorder(node.opentsdbUrl, single);
  const [tokens, grafana] = await Promise.all([allTokens(identity), createGrafanaTokens(folder)]);
  const lists = [cluster.requests, single.requests, mimir.requests];
  return {
    world,
    identity,
    cluster,
    node,
    single: { url: single.url, opentsdbUrl: opentsdb.url },
    mimir,
    ledger: new Ledger(),
    references: references.map(({ nodes, ...rest }) => ({ ...rest, urls: nodes.map(({ url }) => url) })),
    reached: () => lists.flat(),
    forget: () => lists.forEach((list) => (list.length = 0)),
    grafana,
    credential: '',
    tokenOf: (sender) => tokens.get(sender),
    flush: async () => void (await Promise.all([cluster.flush(), node.flush()])),
    checkAlive: async () => {
      const urls = [cluster.selectUrl, cluster.insertUrl, node.url, ...referenceNodes.map(({ url }) => url)];
      await Promise.all(urls.map(checkHealth));
    },
    close: async () => {
      await Promise.all([single.close(), opentsdb.close(), mimir.close()]);
      await Promise.all([identity.close(), cluster.close(), node.close(), ...referenceNodes.map((one) => one.close())]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How often a node may give no answer before it counts as dead: a connection that it closed just now is none. */
const CHECKS = 3;

async function checkHealth(url: string): Promise<void> {
  for (let check = 1; !(await isHealthy(url)); check += 1) {
    if (check === CHECKS) {
      throw new Error(`a VictoriaMetrics has died: ${url} is not healthy any more`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isHealthy(url: string): Promise<boolean> {
  // As the proxy's own checks, which the recorders keep apart from what clients ask.
  return fetch(`${url}/health`, { headers: { 'user-agent': 'gatehouse-check' } }).then(
    async (response) => response.ok && (await response.text()) !== '',
    () => false
  );
}

async function allTokens(identity: IdentityProcess): Promise<Map<Sender, string>> {
  const seconds = Math.floor(Date.now() / 1000);
  // Longer than any run.
  const exp = seconds + 7_200;
  const people = await Promise.all(
    PEOPLE.map(async (name) => [name, await identity.mint({ claims: { ...personOf(name), exp } })] as const)
  );
  const others = await Promise.all(
    SENDERS.filter(hasOwnGroup).map(async (sender) => {
      const claims = { sub: `u-${sender}`, name: sender, email: `${sender}@example.com`, groups: [sender], exp };
      return [sender, await identity.mint({ claims })] as const;
    })
  );
  return new Map<Sender, string>([
    ...people,
    ...others,
    ['expired', await identity.mint({ claims: { exp: seconds - 3600, iat: seconds - 7200 } })],
    ['other-audience', await identity.mint({ claims: { aud: 'somebody-else', exp } })],
    ['stranger', await identity.mint({ key: 'stranger', claims: { exp } })],
  ]);
}
