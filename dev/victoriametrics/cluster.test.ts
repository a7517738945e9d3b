import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster, startNode } from '.';

// Of the stand-in itself, also where a real cluster is named for other tests.
const WITHOUT_REAL_CLUSTER = {};

let folder: string;
let cluster: Cluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cluster-'));
  cluster = await startCluster({ folder, tenants: ['1:0'] }, WITHOUT_REAL_CLUSTER);
}, 60_000);
afterAll(async () => {
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  cluster.requests.length = 0;
});

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers });
const series = async (tenant: string, match: string) => {
  const url = `${cluster.selectUrl}/select/${tenant}/prometheus/api/v1/series?match[]=${encodeURIComponent(match)}`;
  return ((await (await fetch(url)).json()) as { data: unknown[] }).data;
};

describe('the stand-in of a cluster', () => {
  test.each([
    ['prometheus/api/v1/import', '{"metric":{"__name__":"json_lines","a":"b"},"values":[1],"timestamps":[TIME]}'],
    ['prometheus/api/v1/import/csv?format=1:metric:csv,2:label:a', '1,b'],
    ['prometheus/api/v1/import/prometheus', 'text{a="b"} 1'],
    ['influx/write', 'influx,a=b value=1'],
    ['datadog/api/v1/series', '{"series":[{"metric":"datadog","points":[[SECONDS,1]],"tags":["a:b"]}]}'],
  ])('takes %s for its tenant and labels it for multitenant reads', async (path, body) => {
    const text = body.replace('TIME', String(Date.now())).replace('SECONDS', String(Math.floor(Date.now() / 1000)));
    const answer = await post(`${cluster.insertUrl}/insert/1/${path}`, text);
    expect(answer.ok).toBe(true);
    await cluster.flush();
    const name = /json_lines|csv|text|influx|datadog/.exec(body + path)?.[0] ?? '';
    const match = `{__name__=~"${name}.*",a="b"}`;
    const written = { __name__: expect.stringContaining(name), a: 'b' };
    expect(await series('1:0', match)).toEqual([expect.objectContaining(written)]);
    expect(await series('multitenant', match)).toEqual([
      expect.objectContaining({ ...written, vm_account_id: '1', vm_project_id: '0' }),
    ]);
  });

  test('takes OpenTSDB’s HTTP protocol on its own address only', async () => {
    const body = JSON.stringify({ metric: 'opentsdb', value: 1, tags: { a: 'b' } });
    const path = '/insert/1:0/opentsdb/api/put';
    expect((await post(cluster.insertUrl + path, body)).status).toBe(400);
    expect((await post(cluster.opentsdbUrl + path, body)).status).toBe(204);
    await cluster.flush();
    expect(await series('1', 'opentsdb')).toEqual([{ __name__: 'opentsdb', a: 'b' }]);
  });

  test('serves Graphite for one tenant, and not for several at once', async () => {
    const graphite = (tenant: string) => fetch(`${cluster.selectUrl}/select/${tenant}/graphite/tags/autoComplete/tags`);
    expect(await (await graphite('1')).json()).toContain('name');
    expect((await graphite('multitenant')).status).toBe(400);
  });

  test('gives a tenant a node when it is first written to; until then it reads as empty', async () => {
    expect(await series('7:1', 'first')).toEqual([]);
    expect((await post(`${cluster.insertUrl}/insert/7:1/prometheus/api/v1/import/prometheus`, 'first 1')).status).toBe(
      204
    );
    await cluster.flush();
    expect(await series('7:1', 'first')).toEqual([{ __name__: 'first' }]);
    expect(await series('7', 'first')).toEqual([]);
  });

  test.each([
    ['select', '/select/1/prometheus/api/v1/import/prometheus'],
    ['select', '/select/1/prometheus/api/v1/admin/tsdb/delete_series'],
    ['select', '/select/1/prometheus/api/v1/targets'],
    ['select', '/select/1/graphite/tags/tagSeries'],
    ['select', '/insert/1/prometheus/api/v1/write'],
    ['select', '/api/v1/query?query=1'],
    ['select', '/select/4294967296/prometheus/api/v1/query?query=1'],
    ['insert', '/insert/1/prometheus/api/v1/query?query=1'],
    ['insert', '/insert/1/prometheus/api/v1/targets'],
    ['insert', '/insert/1:/prometheus/api/v1/write'],
    ['insert', '/select/1/prometheus/api/v1/query?query=1'],
  ] as const)('refuses on %s what that part of a cluster does not serve: %s', async (component, path) => {
    const url = component === 'select' ? cluster.selectUrl : cluster.insertUrl;
    expect((await fetch(url + path)).status).toBe(400);
  });

  test('says in its metrics what it is and how its nodes are set', async () => {
    const metrics = async (url: string) => (await fetch(`${url}/metrics`)).text();
    const [select, insert] = await Promise.all([metrics(cluster.selectUrl), metrics(cluster.insertUrl)]);
    expect(select).toMatch(/^vm_app_version\{version="vmselect-\d+-tags-v1\.150\.0-cluster", .*stand-in/);
    expect(select).toContain('flag{name="enableMultitenancyViaHeaders", value="false", is_set="true"} 1\n');
    expect(insert).toMatch(/^vm_app_version\{version="vminsert-\d+-tags-v1\.150\.0-cluster", /);
    expect(insert).toContain('flag{name="maxLabelsPerTimeseries", value="100000000", is_set="true"} 1\n');
    expect(insert).toContain('flag{name="sortLabels", value="false", is_set="false"} 1\n');
  });
});

describe('the recorder', () => {
  test('keeps a body byte by byte, and counts it', async () => {
    const body = Buffer.from([0, 255, 10, 13, 128]);
    await fetch(`${cluster.insertUrl}/insert/1/prometheus/api/v1/import/native`, { method: 'POST', body });
    expect(cluster.requests).toEqual([expect.objectContaining({ bodyBytes: 5, rawBody: body })]);
  });

  test('keeps the first MiB of a large body, and counts all of it', async () => {
    const lines = 'large{a="b"} 1\n'.repeat(100_000);
    await post(`${cluster.insertUrl}/insert/1/prometheus/api/v1/import/prometheus`, lines);
    const [request] = cluster.requests;
    expect(request?.bodyBytes).toBe(lines.length);
    expect(request?.rawBody?.toString()).toBe(lines.slice(0, 1024 * 1024));
  });

  test('keeps the proxy’s own checks apart from what clients asked for', async () => {
    const headers = { 'user-agent': 'gatehouse-check' };
    const query = `${cluster.selectUrl}/select/1/prometheus/api/v1/query?query=1`;
    await fetch(`${cluster.selectUrl}/metrics`, { headers });
    await fetch(query, { headers });
    await fetch(`${cluster.selectUrl}/health`);
    expect(cluster.requests.map(({ url }) => url)).toEqual([query.slice(cluster.selectUrl.length), '/health']);
    expect(cluster.checks.map(({ url }) => url)).toEqual(['/metrics']);
  });
});

test('a node takes further flags, which win over those it is started with', async () => {
  const node = await startNode({ folder: join(folder, 'flags'), flags: ['-maxLabelsPerTimeseries=30'] });
  const metrics = await (await fetch(`${node.url}/metrics`)).text();
  await node.close();
  expect(metrics).toContain('flag{name="maxLabelsPerTimeseries", value="30", is_set="true"} 1\n');
});
