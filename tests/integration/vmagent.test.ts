import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IdentityProcess, startIdentityProcess } from '../../dev/identity/client';
import { MACHINE_CLIENTS, type MachineName } from '../../dev/identity/clients';
import { freePort } from '../../dev/processes/freePort';
import { waitFor } from '../../dev/processes/waitFor';
import {
  type Cluster,
  type Recorder,
  startCluster,
  startNode,
  startRecorder,
  type VictoriaMetricsNode,
} from '../../dev/victoriametrics';
import { startVmagent, type Vmagent } from '../../dev/vmagent';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [
    { name: 'acme', backend: 'cluster', account: 1 },
    { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
    { name: 'globex', backend: 'single', labels: { tenant: 'globex' } },
  ],
  mappings: [
    {
      name: 'agents',
      principals: ['user:vmagent'],
      grants: [
        { tenant: 'acme', access: 'write' },
        { tenant: 'shop', access: 'write', filters: ['{source="vmagent"}'] },
      ],
    },
    { name: 'acme-developers', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] },
    { name: 'shopkeepers', principals: ['group:platform'], grants: [{ tenant: 'shop', access: 'read' }] },
    { name: 'globex', principals: ['group:globex-ops'], grants: [{ tenant: 'globex', access: 'read' }] },
  ],
};

type Person = 'alice' | 'bob' | 'carol';

let folder: string;
let identity: IdentityProcess;
let cluster: Cluster;
let node: VictoriaMetricsNode;
let single: Recorder;
let proxy: Proxy;
let startAgain: () => Promise<Proxy>;
const tokens = new Map<Person, string>();
const agents: Vmagent[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-vmagent-'));
  [identity, cluster, node] = await Promise.all([
    startIdentityProcess({ folder }),
    startCluster({ folder: join(folder, 'cluster'), tenants: ['1:0'] }),
    startNode({ folder: join(folder, 'single') }),
  ]);
  single = await startRecorder(node.url);
  const listen = `127.0.0.1:${await freePort()}`;
  startAgain = () =>
    startProxy({
      folder,
      configOverrides: {
        listen,
        issuers: [{ name: 'test', issuer: identity.issuer, audience: ['grafana'] }],
        backends: [
          {
            name: 'cluster',
            kind: 'victoriametrics-cluster',
            read: [cluster.selectUrl],
            write: [cluster.insertUrl],
          },
          { name: 'single', kind: 'victoriametrics', url: single.url, safety: 'vouched' },
        ],
      },
    });
  proxy = await startAgain();
  await proxy.put(POLICY);
  for (const person of ['alice', 'bob', 'carol'] as const) {
    tokens.set(person, (await identity.tokenFor(person)).accessToken);
  }
}, 60_000);

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.close()));
  await proxy.stop();
  await single.close();
  await Promise.all([identity.close(), cluster.close(), node.close()]);
  await rm(folder, { recursive: true, force: true });
}, 30_000);

beforeEach(async () => {
  cluster.requests.length = 0;
  single.requests.length = 0;
});

afterEach(() => Promise.all(agents.splice(0).map((agent) => agent.close())));

/** A vmagent with the flags that its documentation gives for OpenID Connect, but for the secret, which is in a file. */
async function vmagent(name: MachineName, tenant: string, scrape?: string[]): Promise<Vmagent> {
  const agent = await startVmagent({
    folder: join(folder, `${name}-${tenant}-${agents.length}-${Date.now()}`),
    remoteWriteUrl: `${proxy.url}/tenant/${tenant}/api/v1/write`,
    oauth2: {
      clientId: name,
      clientSecret: MACHINE_CLIENTS[name],
      tokenUrl: identity.tokenUrl,
      scopes: ['openid'],
    },
    scrape,
  });
  agents.push(agent);
  return agent;
}

/** The series that a person sees through the proxy, or the status of the refusal. */
async function seen(person: Person, tenant: string, query: string): Promise<Array<Record<string, string>> | number> {
  const headers = { authorization: `Bearer ${tokens.get(person)}` };
  const url = `${proxy.url}/tenant/${tenant}/api/v1/query?${new URLSearchParams({ query })}`;
  const answer = await fetch(url, { headers });
  if (!answer.ok) {
    return answer.status;
  }
  const { data } = (await answer.json()) as { data: { result: Array<{ metric: Record<string, string> }> } };
  return data.result.map(({ metric }) => metric);
}

const arrived = (person: Person, tenant: string, query: string) =>
  waitFor(`${query} in ${tenant}`, async () => {
    await Promise.all([cluster.flush(), node.flush()]);
    const series = await seen(person, tenant, query);
    return typeof series === 'object' && series.length > 0 ? series : undefined;
  });

const failing = (agent: Vmagent) =>
  waitFor('a failed attempt of vmagent', async () =>
    (await agent.counter('vmagent_remotewrite_retries_count_total')) > 0 ? true : undefined
  );

test('vmagent writes to a cluster’s tenant with its own credentials, and only who may reads it', async () => {
  const agent = await vmagent('vmagent', 'acme', [new URL(node.url).host]);
  await agent.push('to_the_cluster{team="dev"} 42');

  expect(await arrived('alice', 'acme', 'to_the_cluster')).toEqual([{ __name__: 'to_the_cluster', team: 'dev' }]);
  expect(await arrived('alice', 'acme', 'vm_app_version')).toEqual([expect.objectContaining({ job: 'test' })]);
  expect(await seen('bob', 'acme', 'to_the_cluster')).toBe(403);
  expect(await seen('carol', 'shop', 'to_the_cluster')).toEqual([]);

  const writes = cluster.requests.filter(({ method }) => method === 'POST');
  expect(new Set(writes.map(({ url }) => url))).toEqual(new Set(['/insert/1:0/prometheus/api/v1/write']));
  expect(writes.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
}, 60_000);

test('on a single node its samples carry the labels of the tenant and of the grant, whatever it says itself', async () => {
  const agent = await vmagent('vmagent', 'shop');
  await agent.push('to_the_node{tenant="globex",source="me",team="dev"} 7');

  const stamped = { __name__: 'to_the_node', tenant: 'shop', source: 'vmagent', team: 'dev' };
  expect(await arrived('carol', 'shop', 'to_the_node')).toEqual([stamped]);
  expect(await seen('bob', 'globex', 'to_the_node')).toEqual([]);
  expect(await seen('alice', 'shop', 'to_the_node')).toBe(403);
  const all = await fetch(`${node.url}/api/v1/series?match[]=to_the_node`);
  expect(await all.json()).toMatchObject({ data: [stamped] });
}, 60_000);

test('what it may not write never gets through, and arrives when it may', async () => {
  const agent = await vmagent('vmagent-globex', 'acme');
  await agent.push('held_back 1');
  await failing(agent);
  expect(cluster.requests).toEqual([]);
  expect(proxy.events('request-refused').at(-1)).toMatchObject({ reason: 'tenant-not-granted', status: 403 });

  await proxy.put({
    ...POLICY,
    mappings: [
      ...POLICY.mappings,
      { name: 'more-agents', principals: ['user:vmagent-globex'], grants: [{ tenant: 'acme', access: 'write' }] },
    ],
  });
  expect(await arrived('alice', 'acme', 'held_back')).toEqual([{ __name__: 'held_back' }]);
  await proxy.put(POLICY);
}, 60_000);

test('a machine that writes does not read, and a person who reads does not write', async () => {
  const path = `${proxy.url}/tenant/acme/api/v1`;
  const machine = { authorization: `Bearer ${await identity.machineToken('vmagent')}` };
  const reading = await fetch(`${path}/query?query=up`, { headers: machine });
  expect([reading.status, await reading.text()]).toEqual([403, expect.stringContaining('read-not-granted')]);
  const person = { authorization: `Bearer ${tokens.get('alice')}` };
  const writing = await fetch(`${path}/import/prometheus`, { method: 'POST', headers: person, body: 'x 1' });
  expect([writing.status, await writing.text()]).toEqual([403, expect.stringContaining('write-not-granted')]);
  expect(cluster.requests).toEqual([]);
});

test('its queue outlives that the proxy is away and that it is started again itself', async () => {
  const agent = await vmagent('vmagent', 'acme');
  await agent.push('before 1');
  await arrived('alice', 'acme', 'before');
  await proxy.stop();
  await agent.push('meanwhile 1');
  await failing(agent);
  await agent.restart();
  proxy = await startAgain();
  expect(await arrived('alice', 'acme', 'meanwhile')).toEqual([{ __name__: 'meanwhile' }]);
}, 60_000);
