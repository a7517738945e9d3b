import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster, startNode, type VictoriaMetricsNode } from '../../dev/victoriametrics';
import { listenOnLoopback } from './support/listenOnLoopback';
import { ADMIN_TOKEN, type Proxy, startProxy } from './support/startProxy';

// A real cluster may hold older runs.
const METRIC = `discovered_${randomBytes(4).toString('hex')}`;
const EDITOR = 'the-token-of-an-editor';
const VIEWER = 'the-token-of-a-viewer';

let folder: string;
let cluster: Cluster;
let single: VictoriaMetricsNode;
let other: { url: string; close(): Promise<void> };
let answer = (_path: string, response: ServerResponse): unknown => response.writeHead(404).end();
const asked: string[] = [];
let proxy: Proxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-discovery-'));
  [cluster, single] = await Promise.all([
    startCluster({ folder: join(folder, 'cluster'), tenants: ['1:0', '2:7'] }),
    startNode({ folder: join(folder, 'single') }),
  ]);
  other = await listenOnLoopback(
    createServer(({ url = '' }, response) => {
      asked.push(url);
      answer(url, response);
    })
  );
  await Promise.all([
    write(`${cluster.insertUrl}/insert/1:0/prometheus`, { team: 'dev', site: 'Graz (north)' }),
    write(`${cluster.insertUrl}/insert/1:0/prometheus`, { team: 'ops', secret: 'no' }),
    write(`${cluster.insertUrl}/insert/2:7/prometheus`, { team: 'elsewhere', hidden: 'yes' }),
    write(single.url, { tenant: 'shop', team: 'sales' }),
    write(single.url, { tenant: 'bank', team: 'vault', hidden: 'yes' }),
  ]);
  await Promise.all([cluster.flush(), single.flush()]);
  proxy = await startProxy({
    configOverrides: {
      admin: {
        listen: '127.0.0.1:0',
        token: ADMIN_TOKEN,
        tokens: [
          { name: 'writer', role: 'editor', token: EDITOR },
          { name: 'reader', role: 'viewer', token: VIEWER },
        ],
      },
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster', read: ['http://127.0.0.1:9', cluster.selectUrl] },
        { name: 'single', kind: 'victoriametrics', url: single.url },
        { name: 'newer', kind: 'victoriametrics-cluster', read: [other.url] },
        { name: 'mimir', kind: 'mimir', url: other.url },
      ],
    },
  });
  await proxy.put({
    tenants: [
      { name: 'acme', backend: 'cluster', account: 1 },
      { name: 'acme-again', backend: 'cluster', account: 1 },
      { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
      { name: 'payments', backend: 'mimir', org: 'payments' },
    ],
    mappings: [],
  });
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([cluster.close(), single.close(), other.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function write(url: string, labels: Record<string, string>): Promise<void> {
  const series = { metric: { __name__: METRIC, ...labels }, values: [1], timestamps: [Date.now() - 1_000] };
  const { status } = await fetch(`${url}/api/v1/import`, { method: 'POST', body: JSON.stringify(series) });
  expect(status).toBe(204);
}

async function get(path: string, token = ADMIN_TOKEN): Promise<[number, Record<string, unknown>]> {
  const response = await proxy.admin(`/v1/backends/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

const found = async (path: string, token?: string) => (await get(path, token))[1].found;
const problem = async (path: string, token?: string) => {
  const [status, { code, detail }] = await get(path, token);
  return `${status} ${String(code)}: ${String(detail)}`;
};

describe('a cluster', () => {
  it('tells its tenants, and what the policy calls them', async () => {
    const [status, { known, tenants }] = await get('cluster/tenants', EDITOR);
    expect([status, known]).toEqual([200, true]);
    expect(tenants).toEqual(
      expect.arrayContaining([
        { account: 1, project: 0, names: ['acme', 'acme-again'] },
        { account: 2, project: 7, names: [] },
      ])
    );
  });

  it('tells the labels of a tenant and their values, and none of another one', async () => {
    expect(await found('cluster/labels?tenant=acme', EDITOR)).toEqual(['__name__', 'secret', 'site', 'team']);
    expect(await found('cluster/labels?tenant=acme&search=SE', EDITOR)).toEqual(['secret']);
    expect(await found('cluster/values?tenant=acme&label=team', EDITOR)).toEqual(['dev', 'ops']);
    expect(await found('cluster/values?tenant=acme&label=site&search=graz%20(N', EDITOR)).toEqual(['Graz (north)']);
    expect(await found('cluster/values?tenant=acme&label=site&search=.*', EDITOR)).toEqual([]);
    expect(await found('cluster/values?tenant=2:7&label=team')).toEqual(['elsewhere']);
    expect(await found('cluster/values?tenant=3:0&label=team')).toEqual([]);
  });

  it('tells how many series a filter lets through', async () => {
    const count = async (query: string) => (await get(`cluster/series?${query}`, EDITOR))[1].series;
    expect(await count('tenant=acme')).toBe(2);
    expect(await count(`tenant=acme&filter=${encodeURIComponent('{team="dev"}')}`)).toBe(1);
    expect(await count(`tenant=acme&filter=${encodeURIComponent('{team=~"dev|ops",secret="no"}')}`)).toBe(1);
    expect(await count(`tenant=acme&filter=${encodeURIComponent('{team="elsewhere"}')}`)).toBe(0);
    expect(await problem(`cluster/series?tenant=acme&filter=${encodeURIComponent('{team=}')}`, EDITOR)).toMatch(
      /^400 query-invalid: filter/
    );
  });

  it('tells of what is no tenant of the policy only those who may do everything', async () => {
    expect(await problem('cluster/labels?tenant=2:7', EDITOR)).toMatch(/^403 role-insufficient: name a tenant/);
    expect(await problem('cluster/labels?tenant=1:0', EDITOR)).toMatch(/^403 role-insufficient/);
    expect(await problem('cluster/labels?tenant=globex', EDITOR)).toMatch(/^404 not-found: .*no tenant globex/);
    expect(await problem('cluster/labels?tenant=shop')).toMatch(/^404 not-found: .*no tenant shop on the backend/);
    expect(await problem('cluster/labels')).toMatch(/^400 query-invalid: tenant/);
    for (const tenant of ['4294967296:0', '01:0', '1:0:0', '-1:0', '1:', '..', '*', 'a/b']) {
      expect(await problem(`cluster/labels?tenant=${encodeURIComponent(tenant)}`)).toMatch(/^400 query-invalid/);
    }
    for (const path of ['tenants', 'labels?tenant=acme', 'values?tenant=acme&label=team', 'series?tenant=acme']) {
      expect(await problem(`cluster/${path}`, VIEWER)).toMatch(/^403 role-insufficient: this needs the role editor/);
    }
  });
});

describe('a single node', () => {
  it('tells what is in a tenant made by labels, and of the rest only those who may do everything', async () => {
    expect(await found('single/values?tenant=shop&label=team', EDITOR)).toEqual(['sales']);
    expect(await found('single/labels?tenant=shop', EDITOR)).not.toContain('hidden');
    expect(await get('single/series?tenant=shop', EDITOR)).toEqual([200, { series: 1 }]);
    expect(await problem('single/labels', EDITOR)).toMatch(/^403 role-insufficient/);
    expect(await found('single/values?label=team')).toEqual(['sales', 'vault']);
    expect(await problem('single/labels?tenant=1:0')).toMatch(/^400 query-invalid/);
    expect(await get('single/tenants', EDITOR)).toEqual([200, { known: false, tenants: [], complete: true }]);
  });
});

describe('a backend that answers otherwise', () => {
  const json = (value: unknown) => (_path: string, response: ServerResponse) => response.end(JSON.stringify(value));

  it('is asked for the list of its tenants first, and once for all who ask meanwhile', async () => {
    answer = json({ status: 'success', data: ['7:1', '7:0', 'nonsense', '5:0'] });
    asked.length = 0;
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('newer/tenants')));
    expect(answers[4]?.[1]).toMatchObject({ tenants: [{ account: 5 }, { account: 7, project: 0 }, { project: 1 }] });
    expect(asked).toEqual(['/admin/tenants']);
  });

  it('is asked as the tenant of Mimir', async () => {
    answer = json({ status: 'success', data: ['a'] });
    expect(await get('mimir/labels?tenant=payments', EDITOR)).toEqual([200, { found: ['a'], complete: true }]);
    expect(await problem('mimir/series?tenant=payments&filter=%7Ba%3D%22b%22%7D', EDITOR)).toMatch(
      /^400 query-invalid/
    );
    expect(await problem('mimir/labels')).toMatch(/^400 query-invalid/);
  });

  let account = 100;

  it.each<[string, (path: string, response: ServerResponse) => unknown, RegExp]>([
    ['an error', (_path, response) => response.writeHead(500).end('secret text'), /answers with status 500/],
    ['no JSON', (_path, response) => response.end('secret text'), /does not answer with JSON/],
    ['other JSON', json({ status: 'success', data: [1, 'secret text'] }), /answers otherwise/],
    ['nothing', (_path, response) => response.destroy(), /cannot be reached/],
    ['too much', (_path, response) => response.end(Buffer.alloc(9 * 1024 * 1024, 0x20)), /more of it than 8 MiB/],
    ['never', () => undefined, /does not answer within 5 s/],
  ])(
    'with %s is told as such',
    async (_name, behaviour, expected) => {
      answer = behaviour;
      account += 1;
      const told = await problem(`newer/labels?tenant=${account}:0`);
      expect(told).toMatch(/^502 backend-failed/);
      expect(told).toMatch(expected);
      expect(told).not.toContain('secret');
    },
    15_000
  );

  it('does not say more than a thousand at once', async () => {
    answer = json({ status: 'success', data: Array.from({ length: 1_001 }, (_one, index) => `v${index}`) });
    const [, { found: values, complete }] = await get('newer/values?tenant=2:0&label=x');
    expect([(values as string[]).length, complete]).toEqual([1_000, false]);
  });
});
