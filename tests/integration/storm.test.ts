import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { assail } from './support/assail';
import { type HostileUpstream, startHostileUpstream } from './support/startHostileUpstream';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const SEED = 1;
const DURATION = 8_000;

const TENANTS = [
  { name: 'stamped', backend: 'single', labels: { tenant: 'stamped' } },
  { name: 'whole', backend: 'single' },
  { name: 'account', backend: 'cluster', account: 1 },
  { name: 'unwritten', backend: 'readonly', account: 1 },
];
const MAPPINGS = [
  {
    name: 'all',
    principals: ['group:all'],
    grants: TENANTS.map(({ name }) => ({ tenant: name, access: 'read-write' })),
  },
  {
    name: 'some',
    principals: ['group:some'],
    grants: ['whole', 'account'].map((tenant) => ({
      tenant,
      access: 'read-write',
      filters: ['{team="dev"}'],
      limits: { concurrency: 5 },
    })),
  },
];

let issuer: Issuer;
let upstreams: HostileUpstream[];
let proxy: Proxy;

beforeAll(async () => {
  issuer = await startIssuer();
  upstreams = await Promise.all([1, 2, 3].map((number) => startHostileUpstream(SEED + number)));
  const [one, two, three] = upstreams.map(({ url }) => url);
  const backend = { safety: 'vouched', timeout: '4s' };
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      requests: { stallTimeout: '2s', arrivalTimeout: '2s' },
      backends: [
        { ...backend, name: 'single', kind: 'victoriametrics', url: one, opentsdb: one },
        { ...backend, name: 'cluster', kind: 'victoriametrics-cluster', read: [two, three], write: [three] },
        { ...backend, name: 'readonly', kind: 'victoriametrics-cluster', read: [two] },
      ],
    },
  });
  await proxy.put({ tenants: TENANTS, mappings: MAPPINGS });
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([issuer, ...upstreams].map(({ close }) => close()));
}, 30_000);

/** The proxy's open files and connections; 0 where the system does not tell. */
function openFiles(): number {
  return process.platform === 'linux' ? readdirSync(`/proc/${proxy.process.pid}/fd`).length : 0;
}

/** Requests under way at each backend, as the pages show them. */
async function running(): Promise<number[]> {
  const status = (await (await proxy.admin('/v1/status')).json()) as {
    backends: Array<{ urls: Array<{ running: number }> }>;
  };
  return status.backends.flatMap(({ urls }) => urls.map((url) => url.running));
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds());) {
    if (Date.now() > deadline) {
      throw new Error(`not within 10 s: ${holds.toString()}`);
    }
    await sleep(100);
  }
}

async function publishUntil(deadline: number): Promise<void> {
  for (let number = 0; Date.now() < deadline; number += 1) {
    const mappings = number % 3 === 0 ? MAPPINGS.slice(1) : MAPPINGS.slice(0, number % 3);
    await proxy.put({ tenants: TENANTS, mappings });
    await sleep(200);
  }
  await proxy.put({ tenants: TENANTS, mappings: MAPPINGS });
}

async function restartUntil(deadline: number): Promise<void> {
  for (let number = 0; Date.now() < deadline; number += 1) {
    await sleep(1_000);
    await upstreams[number % upstreams.length]?.restart();
  }
}

test('clients and backends that misbehave in every way, while policies are published, leave nothing behind', async () => {
  const [all, some, none] = await Promise.all(
    ['all', 'some', 'none'].map((group) => issuer.token({ sub: group, groups: [group] }))
  );
  const before = openFiles();
  const deadline = Date.now() + DURATION;
  const assault = { tenants: TENANTS.map(({ name }) => name), seed: SEED, duration: DURATION };
  await Promise.all([
    publishUntil(deadline),
    restartUntil(deadline),
    assail({
      ...assault,
      port: Number(new URL(proxy.url).port),
      tokens: [all, all, all, all, all, all, some, none, ''].map(String),
      connections: 60,
    }),
    assail({ ...assault, port: Number(new URL(proxy.adminUrl).port), tokens: [proxy.adminToken, ''], connections: 4 }),
  ]);

  expect(proxy.events('crashed')).toEqual([]);
  expect(proxy.process.exitCode).toBeNull();
  expect(proxy.events('request-refused').filter(({ status }) => status === 500)).toEqual([]);
  expect(upstreams.every((upstream) => upstream.asked() > 0)).toBe(true);

  upstreams.forEach((upstream) => upstream.behave());
  await until(async () => (await running()).every((count) => count === 0));
  await until(async () => {
    const answers = await Promise.all(
      TENANTS.map(({ name }) =>
        fetch(`${proxy.url}/tenant/${name}/api/v1/query?query=up`, { headers: { authorization: `Bearer ${all}` } })
      )
    );
    return (await Promise.all(answers.map(async (answer) => (await answer.text(), answer.status)))).every(
      (status) => status === 200
    );
  });
  // A few connections are kept for whoever comes next.
  await until(() => openFiles() < before + 15);
}, 60_000);
