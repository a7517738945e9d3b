import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode, startRecorder, type VictoriaMetricsNode } from '../../dev/victoriametrics';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'whole', backend: 'pair' }],
  mappings: [{ name: 'all', principals: ['authenticated'], grants: [{ tenant: 'whole', access: 'read' }] }],
};

let folder: string;
let issuer: Issuer;
let token: string;
let proxy: Proxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-failover-'));
  issuer = await startIssuer();
  token = await issuer.token();
}, 60_000);

afterAll(async () => {
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

afterEach(() => proxy.stop(), 30_000);

async function proxyOver(urls: readonly string[]): Promise<Proxy> {
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      backends: [{ name: 'pair', kind: 'victoriametrics', url: urls }],
    },
  });
  await proxy.put(POLICY);
  return proxy;
}

/** Both nodes hold this series, as replicas do. The sample is old: VictoriaMetrics never shows what came within the last second. */
const SERIES = `replicated{part="one"} 42 ${Date.now() - 60_000}\n`;

/** Starts a node that holds the series on its disk, where a crash leaves it. */
async function startReplica(name: string): Promise<VictoriaMetricsNode> {
  const node = await startNode({ folder: join(folder, name) });
  await fetch(`${node.url}/api/v1/import/prometheus`, { method: 'POST', body: SERIES });
  await node.close();
  return startAgain(name, node);
}

async function startAgain(name: string, node: VictoriaMetricsNode): Promise<VictoriaMetricsNode> {
  const again = await startNode({ folder: join(folder, name), port: Number(new URL(node.url).port) });
  expect(again.url).toBe(node.url);
  return again;
}

/** Ends a node as a crash would, with whatever it was doing. */
function crash(node: VictoriaMetricsNode): void {
  process.kill(-node.pid, 'SIGKILL');
}

/** Asks one query, as Grafana does; the number in it makes sure that the answer is its own. */
async function query(number: number): Promise<string> {
  const response = await fetch(`${proxy.url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ query: `sum(replicated) + ${number}` }),
  });
  const text = await response.text();
  if (response.status !== 200) {
    return `${response.status} ${text}`;
  }
  const { data } = JSON.parse(text) as { data: { result: Array<{ value: [number, string] }> } };
  return data.result.map(({ value }) => value[1]).join();
}

/** Eight clients that never pause. */
function startLoad() {
  let running = true;
  let asked = 0;
  const wrong: string[] = [];
  const clients = Array.from({ length: 8 }, async () => {
    while (running) {
      asked += 1;
      const number = asked;
      const answer = await query(number);
      if (answer !== String(42 + number)) {
        wrong.push(answer);
      }
    }
  });
  return {
    wrong,
    /** Waits until so many more queries were asked. */
    more: (count: number) => {
      const goal = asked + count;
      return until(() => asked >= goal);
    },
    stop: async () => {
      running = false;
      await Promise.all(clients);
      return asked;
    },
  };
}

async function until(holds: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
  for (const deadline = Date.now() + milliseconds; !(await holds());) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${milliseconds} ms: ${holds.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function answeredBy(url: string): Promise<number> {
  const text = await (await fetch(`${proxy.adminUrl}/metrics`)).text();
  const line = `gatehouse_upstream_requests_total{origin="${url}",result="answered"} `;
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(line))
      ?.slice(line.length) ?? 0
  );
}

describe('two nodes with the same data', () => {
  it('lose no query while one of them lives, and share the work again when the other is back', async () => {
    let nodes = await Promise.all([startReplica('one'), startReplica('two')]);
    await proxyOver(nodes.map(({ url }) => url));
    const load = startLoad();
    await load.more(300);
    for (const victim of [0, 1] as const) {
      const node = nodes[victim];
      crash(node);
      await until(() => proxy.events('origin-down').length === victim + 1);
      await load.more(300);
      const returned = await startAgain(['one', 'two'][victim] ?? '', node);
      const before = await answeredBy(node.url);
      await until(async () => (await answeredBy(node.url)) > before + 50, 5_000);
      expect(proxy.events('origin-up')).toHaveLength(victim + 1);
      nodes = victim === 0 ? [returned, nodes[1]] : [nodes[0], returned];
      await load.more(300);
    }
    expect(await load.stop()).toBeGreaterThan(1_500);
    expect(load.wrong).toEqual([]);
    expect(proxy.events('origin-down')).toMatchObject(nodes.map(({ url }) => ({ level: 'warn', origin: url })));
    await Promise.all(nodes.map((node) => node.close()));
  }, 120_000);

  it('answer 502 when both are gone, and at once when one is back', async () => {
    const [one, two] = await Promise.all([startReplica('three'), startReplica('four')]);
    await proxyOver([one.url, two.url]);
    expect(await query(1)).toBe('43');
    crash(one);
    crash(two);
    await until(async () => (await query(2)).startsWith('502'));
    expect(JSON.parse((await query(3)).slice(4))).toMatchObject({ status: 'error', errorType: 'unavailable' });
    const back = await startAgain('three', one);
    expect(await query(4)).toBe('46');
    await back.close();
  }, 60_000);

  it('are each asked once for a query that one of them cannot answer', async () => {
    const node = await startReplica('five');
    // A recorder whose node is gone answers 502.
    const gone = await startRecorder('http://127.0.0.1:9');
    const good = await startRecorder(node.url);
    await proxyOver([gone.url, good.url]);
    expect([await query(1), await query(2)]).toEqual(['43', '44']);
    expect(good.requests).toHaveLength(2);
    expect(gone.requests).toHaveLength(1);
    await Promise.all([gone.close(), good.close(), node.close()]);
  }, 60_000);
});
