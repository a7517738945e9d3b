import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPolicy } from '@gatehouse/model';
import { z } from 'zod';
import { type Cluster, startCluster, startNode, type VictoriaMetricsNode } from '../victoriametrics';
import { CLUSTER_TENANTS, expectedOf, STORY_METRICS, STORY_POLICY, STORY_TENANTS, type Story, writeStory } from '.';

const answerSchema = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

describe('the story on the cluster and on the single node', () => {
  let folder: string;
  let cluster: Cluster;
  let single: VictoriaMetricsNode;
  let story: Story;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-story-'));
    cluster = await startCluster({ folder: join(folder, 'cluster'), tenants: Object.values(CLUSTER_TENANTS) });
    single = await startNode({ folder: join(folder, 'single') });
    story = await writeStory({ cluster, single });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([cluster?.close(), single?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (base: string, parameters: Readonly<Record<string, string>>) => {
    const url = `${base}/api/v1/query?${new URLSearchParams({ time: String(story.end / 1000), ...parameters })}`;
    const { data } = answerSchema.parse(await (await fetch(url)).json());
    return data.result;
  };
  const seen = async (base: string, parameters: Readonly<Record<string, string>>) => {
    const result = await ask(base, parameters);
    return {
      series: result.length,
      sum: result.reduce((sum, { value }) => sum + Number(value[1]), 0),
      teams: [...new Set(result.map(({ metric }) => metric.team ?? ''))].sort(),
    };
  };
  const tenantOf = (name: string) => `${cluster.selectUrl}/select/${name}/prometheus`;

  test.each(STORY_TENANTS)('tenant %s has exactly its own series on the cluster', async (tenant) => {
    for (const metric of STORY_METRICS) {
      expect(await seen(tenantOf(CLUSTER_TENANTS[tenant]), { query: metric })).toEqual(
        expectedOf(metric, [{ tenant }])
      );
    }
  });

  test.each(STORY_TENANTS)('the label tenant="%s" selects the same series on the single node', async (tenant) => {
    for (const metric of STORY_METRICS) {
      expect(await seen(single.url, { query: metric, extra_label: `tenant=${tenant}` })).toEqual(
        expectedOf(metric, [{ tenant }])
      );
    }
  });

  test('a filter narrows what is seen to the team', async () => {
    const parameters = { query: 'checkout_orders_total', 'extra_filters[]': '{team="dev"}' };
    expect(await seen(tenantOf('1'), parameters)).toEqual(
      expectedOf('checkout_orders_total', [{ tenant: 'acme', teams: ['dev'] }])
    );
  });

  test('the tenants and the teams can be told apart by their sums', () => {
    const sums = [
      ...STORY_TENANTS.map((tenant) => expectedOf('checkout_orders_total', [{ tenant }]).sum),
      ...['dev', 'ops', 'shared'].map(
        (team) => expectedOf('checkout_orders_total', [{ tenant: 'acme', teams: [team] }]).sum
      ),
    ];
    expect(new Set(sums).size).toBe(sums.length);
  });

  test('the router sends 1 and 1:0 to the same tenant, and an unknown tenant to an empty one', async () => {
    const query = { query: 'checkout_orders_total' };
    expect(await ask(tenantOf('1:0'), query)).toEqual(await ask(tenantOf('1'), query));
    expect(await ask(tenantOf('1:1'), query)).toEqual([]);
    expect(await ask(tenantOf('77'), query)).toEqual([]);
  });

  test('multitenant reads merge the tenants and label each series with its own', async () => {
    const query = { query: 'checkout_orders_total' };
    const result = await ask(tenantOf('multitenant'), query);
    expect(result).toHaveLength(
      expectedOf(
        'checkout_orders_total',
        STORY_TENANTS.map((tenant) => ({ tenant }))
      ).series
    );
    const labels = new Set(result.map(({ metric }) => `${metric.vm_account_id}:${metric.vm_project_id}`));
    expect([...labels].sort()).toEqual(['0:0', '1:0', '2:0']);
    expect(
      await seen(tenantOf('multitenant'), { ...query, 'extra_filters[]': '{vm_account_id="2",vm_project_id="0"}' })
    ).toEqual(expectedOf('checkout_orders_total', [{ tenant: 'globex' }]));
  });

  test('the router knows no tenant that is no number', async () => {
    for (const name of ['-1', '4294967296', '1:', '1:2:3', '+1', '1.0']) {
      expect((await fetch(`${tenantOf(name)}/api/v1/query?query=1`)).status).toBe(400);
    }
  });

  test('whatever reaches the cluster is recorded with the parameters of its URL and of its form', async () => {
    cluster.requests.splice(0);
    const body = new URLSearchParams([
      ['query', 'up'],
      ['extra_filters[]', '{a="b"}'],
    ]);
    await fetch(`${tenantOf('1')}/api/v1/query?time=1`, { method: 'POST', body, headers: { 'X-Marked': 'yes' } });
    expect(cluster.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: '/select/1/prometheus/api/v1/query?time=1',
        headers: expect.objectContaining({ 'x-marked': 'yes' }),
        parameters: [
          ['time', '1'],
          ['query', 'up'],
          ['extra_filters[]', '{a="b"}'],
        ],
        body: body.toString(),
      }),
    ]);
  });

  test('there is an hour of history, and the story goes on when it is told to', async () => {
    const count = `count_over_time(checkout_orders_total{service="canary",cluster="oslo"}[2h])`;
    const samples = async (time: number) =>
      Number((await ask(tenantOf('0'), { query: count, time: String(time / 1000) }))[0]?.value[1]);
    expect(await samples(story.end)).toBe(120);
    await story.goOn(story.end + 60_000);
    await cluster.flush();
    expect(await samples(story.end + 60_000)).toBe(122);
    expect(await samples(story.end)).toBe(120);
  });

  test('the demo’s policy is one that may be published', () => {
    const surroundings = {
      backends: new Map([['cluster', 'victoriametrics-cluster'] as const, ['single', 'victoriametrics'] as const]),
      issuers: ['test'],
    };
    expect(checkPolicy(STORY_POLICY, surroundings, Date.now())).toMatchObject({ problems: [], warnings: [] });
  });
});
