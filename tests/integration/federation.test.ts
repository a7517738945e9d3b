import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IdentityProcess, startIdentityProcess } from '../../dev/identity/client';
import { type Cluster, startCluster } from '../../dev/victoriametrics';
import { type Proxy, startProxy } from './support/startProxy';

const CLUSTER = process.env.GATEHOUSE_TEST_SELECT_URL
  ? 'a real cluster'
  : 'the cluster’s stand-in (not checked: whether vmselect itself holds to the filters of several tenants)';

// A real cluster may hold older runs.
const METRIC = `federated_${randomBytes(4).toString('hex')}`;
const SECRET = `SECRET_${METRIC}`;
const STEP_SECONDS = 30;
const END_SECONDS = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
const START_SECONDS = END_SECONDS - 600;

/** What stands where: tenants 1:0 and 2:0 are asked for together, the others must never be seen. */
const TENANTS = ['1:0', '2:0', '3:0', '1:7', '2:7'] as const;
const PERMITTED = ['1:0', '2:0'] as const;

const both = (acme?: string[], globex?: string[]) => [
  { tenant: 'acme', access: 'read', filters: acme },
  { tenant: 'globex', access: 'read', filters: globex },
];
const ORED = ['{team="b",env="prod"}', '{team="a"}'];

/** Groups by what their members may see of both tenants. */
const GRANTS = {
  whole: both(),
  filtered: both(['{team="a"}'], ['{team="a"}']),
  ored: both(ORED, ORED),
  differing: both(['{team="a"}'], ['{team="b"}']),
  mixed: both(['{team="a"}']),
} as const;
type Group = keyof typeof GRANTS;

/** The filters of the groups that may ask both at once. */
const FILTERS = { whole: [], filtered: ['{team="a"}'], ored: ORED } as const;
const FEDERATED = Object.entries(FILTERS) as ReadonlyArray<[keyof typeof FILTERS, readonly string[]]>;

const POLICY = {
  tenants: [
    { name: 'acme', backend: 'cluster', account: 1 },
    { name: 'globex', backend: 'cluster', account: 2 },
    { name: 'secret', backend: 'cluster', account: 3 },
    { name: 'acme-seven', backend: 'cluster', account: 1, project: 7 },
  ],
  mappings: Object.entries(GRANTS).map(([group, grants]) => ({
    name: group,
    principals: [`group:${group}`],
    grants,
  })),
};

interface Series {
  metric: Record<string, string>;
  [samples: string]: unknown;
}

let folder: string;
let identity: IdentityProcess;
let cluster: Cluster;
let proxy: Proxy;
const tokens = new Map<Group, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-federation-'));
  [identity, cluster] = await Promise.all([
    startIdentityProcess({ folder }),
    startCluster({ folder: join(folder, 'cluster'), tenants: TENANTS }),
  ]);
  await Promise.all(TENANTS.map(write));
  await cluster.flush();
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'test', issuer: identity.issuer, audience: ['grafana'] }],
      backends: [{ name: 'cluster', kind: 'victoriametrics-cluster', read: [cluster.selectUrl] }],
    },
  });
  await proxy.put(POLICY);
  for (const group of Object.keys(GRANTS) as Group[]) {
    tokens.set(group, await identity.mint({ claims: { sub: group, email: null, groups: [group] } }));
  }
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([identity.close(), cluster.close()]);
  await rm(folder, { recursive: true, force: true });
}, 30_000);

beforeEach(() => {
  cluster.requests.length = 0;
});

/** Counters of two teams in two environments, and one series that says it was another tenant's. */
async function write(tenant: string): Promise<void> {
  const mark = PERMITTED.some((one) => one === tenant) ? `mark-${tenant}` : SECRET;
  const timestamps: number[] = [];
  for (let time = START_SECONDS - 600; time <= END_SECONDS; time += STEP_SECONDS) {
    timestamps.push(time * 1000);
  }
  const line = (labels: Record<string, string>, index: number) =>
    JSON.stringify({
      metric: { __name__: METRIC, mark, ...labels },
      values: timestamps.map((_time, step) => step * (index + 1) + Number(tenant.replace(':', '.'))),
      timestamps,
    });
  const series = ['a', 'b'].flatMap((team) =>
    ['prod', 'test'].map((env) => ({ team, env, instance: `${team}-${env}` }))
  );
  const lines = series.map(line);
  if (mark === SECRET) {
    lines.push(line({ team: 'a', env: 'prod', instance: 'spoof', vm_account_id: '1', vm_project_id: '0' }, 9));
  }
  const url = `${cluster.insertUrl}/insert/${tenant}/prometheus/api/v1/import`;
  const response = await fetch(url, { method: 'POST', body: lines.join('\n') });
  if (!response.ok) {
    throw new Error(`the cluster did not take the samples: ${response.status} ${await response.text()}`);
  }
}

type Parameters = ReadonlyArray<readonly [string, string]>;

/** Asks as a member of a group, for both tenants at once. */
async function ask(group: Group, path: string, parameters: Parameters, method = 'GET'): Promise<string> {
  const headers = { authorization: `Bearer ${tokens.get(group)}` };
  const form = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
  const response =
    method === 'GET'
      ? await fetch(`${proxy.url}${path}?${form}`, { headers })
      : await fetch(proxy.url + path, { method, headers, body: form });
  return response.text();
}

/** Asks the cluster itself for one tenant, as Gatehouse would for somebody with these filters. */
async function askOne(tenant: string, path: string, parameters: Parameters, filters: readonly string[]) {
  const all = [...parameters, ...filters.map((filter) => ['extra_filters[]', filter] as const)];
  const form = new URLSearchParams(all.map(([name, value]) => [name, value]));
  const response = await fetch(`${cluster.selectUrl}/select/${tenant}/prometheus${path}?${form}`);
  expect(response.status).toBe(200);
  return response.text();
}

/** The answers for the single tenants, each with what several tenants' answers say of its own. */
async function union<T>(
  path: string,
  parameters: Parameters,
  filters: readonly string[],
  read: (text: string) => T[],
  own: (item: T, labels: Record<string, string>) => T
): Promise<T[]> {
  const parts = await Promise.all(
    PERMITTED.map(async (tenant) => {
      const [account = '', project = ''] = tenant.split(':');
      const labels = { vm_account_id: account, vm_project_id: project };
      return read(await askOne(tenant, path, parameters, filters)).map((item) => own(item, labels));
    })
  );
  return parts.flat();
}

const data = (text: string) => (JSON.parse(text) as { data: unknown }).data;
const result = (text: string) => (data(text) as { result: Series[] }).result;
const exported = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Series);
const labelled = (series: Series, labels: Record<string, string>) => ({
  ...series,
  metric: { ...series.metric, ...labels },
});
const sorted = <T>(items: readonly T[]) => items.map((item) => JSON.stringify(item, sortKeys)).sort();
const sortKeys = (_key: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const RANGE: Parameters = [
  ['start', String(START_SECONDS)],
  ['end', String(END_SECONDS)],
];
const QUERIES = [
  METRIC,
  `${METRIC}{team="a"}`,
  `${METRIC}{team!="c",env=~"p.*"}`,
  `${METRIC}{team="a"} or ${METRIC}{env="test"}`,
  `rate(${METRIC}[2m])`,
  `max_over_time(${METRIC}[5m]) * 2 + 1`,
  `${METRIC} offset 2m`,
  `sum by (team, vm_account_id, vm_project_id) (${METRIC})`,
];

test.each(TENANTS)('the tenant %s has its series', async (tenant) => {
  const series = result(await askOne(tenant, '/api/v1/query', [['query', METRIC]], []));
  const isPermitted = PERMITTED.some((one) => one === tenant);
  expect(series).toHaveLength(isPermitted ? 4 : 5);
  expect(new Set(series.map(({ metric }) => metric.mark))).toEqual(new Set([isPermitted ? `mark-${tenant}` : SECRET]));
});

describe.each(FEDERATED)(`on ${CLUSTER}, somebody with the access "%s" to two tenants`, (group, filters) => {
  test.each(QUERIES)(
    'sees in the instant query %s what the tenants show one by one, sample by sample',
    async (query) => {
      const parameters: Parameters = [
        ['query', query],
        ['time', String(END_SECONDS)],
      ];
      const expected = await union('/api/v1/query', parameters, filters, result, labelled);
      expect(expected.length).toBeGreaterThan(1);
      for (const method of ['GET', 'POST']) {
        expect(sorted(result(await ask(group, '/api/v1/query', parameters, method)))).toEqual(sorted(expected));
      }
    }
  );

  test.each(QUERIES)('and in the range query %s', async (query) => {
    const parameters: Parameters = [['query', query], ...RANGE, ['step', '60']];
    const expected = await union('/api/v1/query_range', parameters, filters, result, labelled);
    expect(expected.length).toBeGreaterThan(1);
    expect(sorted(result(await ask(group, '/api/v1/query_range', parameters)))).toEqual(sorted(expected));
  });

  test('sums over both', async () => {
    const parameters: Parameters = [
      ['query', `sum(${METRIC})`],
      ['time', String(END_SECONDS)],
    ];
    const sums = await union('/api/v1/query', parameters, filters, result, (series) => series);
    const total = sums.reduce((sum, { value }) => sum + Number((value as [number, string])[1]), 0);
    const [both] = result(await ask(group, '/api/v1/query', parameters));
    expect(Number((both?.value as [number, string])[1])).toBeCloseTo(total, 6);
  });

  test('finds the series, labels and values of both', async () => {
    const parameters: Parameters = [['match[]', METRIC], ...RANGE];
    const metrics = (text: string) => data(text) as Array<Record<string, string>>;
    const names = (text: string) => data(text) as string[];
    const series = await union('/api/v1/series', parameters, filters, metrics, (one, own) => ({ ...one, ...own }));
    expect(sorted(metrics(await ask(group, '/api/v1/series', parameters)))).toEqual(sorted(series));

    const labels = await union('/api/v1/labels', parameters, filters, names, (name) => name);
    const withTenants = [...new Set([...labels, 'vm_account_id', 'vm_project_id'])].sort();
    expect(names(await ask(group, '/api/v1/labels', parameters)).sort()).toEqual(withTenants);

    for (const label of ['mark', 'team', 'env', 'instance', '__name__']) {
      const path = `/api/v1/label/${label}/values`;
      const values = await union(path, parameters, filters, names, (value) => value);
      expect(names(await ask(group, path, parameters)).sort()).toEqual([...new Set(values)].sort());
    }
  });

  test('exports the samples of both, as JSON lines, as CSV and in the native format', async () => {
    const parameters: Parameters = [['match[]', METRIC], ...RANGE];
    const lines = await union('/api/v1/export', parameters, filters, exported, labelled);
    expect(lines.length).toBeGreaterThan(1);
    expect(sorted(exported(await ask(group, '/api/v1/export', parameters)))).toEqual(sorted(lines));

    const csv: Parameters = [...parameters, ['format', 'mark,instance,__value__,__timestamp__:unix_s']];
    // Newer versions begin with the names of the columns.
    const rows = (text: string) => text.split('\n').filter((row) => row !== '' && !row.includes('__value__'));
    const all = await union('/api/v1/export/csv', csv, filters, rows, (row) => row);
    expect(rows(await ask(group, '/api/v1/export/csv', csv)).sort()).toEqual(all.sort());

    const native = await ask(group, '/api/v1/export/native', parameters);
    expect(new Set(native.match(/mark-[0-9]:[0-9]|SECRET/g))).toEqual(new Set(['mark-1:0', 'mark-2:0']));
  });

  test('federates to another Prometheus what both have now', async () => {
    const parameters: Parameters = [['match[]', METRIC]];
    // Labels in the text format stand in no order; a mark and an instance say which series it is.
    const read = (text: string) =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [/mark="[^"]*"/, /instance="[^"]*"/, /\}.*/].map((part) => part.exec(line)?.[0]).join(' '));
    const lines = await union('/federate', parameters, filters, read, (line) => line);
    expect(lines.length).toBeGreaterThan(1);
    expect(read(await ask(group, '/federate', parameters)).sort()).toEqual(lines.sort());
  });

  test('learns the numbers of these tenants and of no others', async () => {
    const values = async (label: string, parameters: Parameters = []) =>
      data(await ask(group, `/api/v1/label/${label}/values`, parameters));
    for (const parameters of [[], RANGE, [['match[]', '{vm_account_id=~".*"}']]] as const) {
      expect(await values('vm_account_id', parameters)).toEqual(['1', '2']);
      expect(await values('vm_project_id', parameters)).toEqual(['0']);
    }
  });

  test('gets nothing of a third tenant or project, however it is named', async () => {
    const selectors = [
      `${METRIC}{vm_account_id="3"}`,
      `${METRIC}{vm_account_id=~"3|9"}`,
      `${METRIC}{vm_project_id="7"}`,
      `${METRIC}{mark="${SECRET}"}`,
      `{__name__=~"${METRIC}",instance="spoof"}`,
      `{vm_account_id="3",__name__="${METRIC}" or vm_project_id="7",__name__="${METRIC}"}`,
    ];
    const asked: Array<[string, (selector: string) => Parameters]> = [
      ['/api/v1/query', (query) => [['query', query]]],
      ['/api/v1/query', (query) => [['query', `count(${query}) or absent(${query})`]]],
      ['/api/v1/query_range', (query) => [['query', `last_over_time(${query}[1h])`], ...RANGE, ['step', '60']]],
      ['/api/v1/series', (match) => [['match[]', match], ...RANGE]],
      ['/api/v1/labels', (match) => [['match[]', match], ...RANGE]],
      ['/api/v1/label/mark/values', (match) => [['match[]', match], ...RANGE]],
      ['/api/v1/export', (match) => [['match[]', match], ...RANGE]],
      [
        '/api/v1/export/csv',
        (match) => [['match[]', match], ...RANGE, ['format', 'mark,__value__,__timestamp__:unix_s']],
      ],
      ['/api/v1/export/native', (match) => [['match[]', match], ...RANGE]],
      ['/federate', (match) => [['match[]', match]]],
      [
        '/api/v1/status/tsdb',
        (match) => [
          ['match[]', match],
          ['focusLabel', 'mark'],
          ['topN', '100'],
        ],
      ],
    ];
    for (const [path, parametersOf] of asked) {
      for (const selector of selectors) {
        const text = await ask(group, path, parametersOf(selector));
        // The selector itself stands in some answers, such as that of absent().
        expect(text.replaceAll(`"mark":"${SECRET}"},"value":[`, '')).not.toContain(SECRET);
        expect(text).not.toContain('mark-1:0');
        expect(text).not.toContain('mark-2:0');
      }
    }
  });

  test('is asked of the cluster with each filter naming its tenant, and with nothing of the client’s', async () => {
    await ask(group, '/api/v1/query', [
      ['query', METRIC],
      ['extra_filters[]', '{vm_account_id="3"}'],
      ['extra_filters', '{vm_account_id="3"}'],
      ['extra_label', 'vm_account_id=3'],
    ]);
    const tenants = PERMITTED.map((tenant) => {
      const [account, project] = tenant.split(':');
      return `vm_account_id="${account}",vm_project_id="${project}"`;
    });
    const narrowed = filters.length === 0 ? tenants.map((tenant) => `{${tenant}}`) : expect.anything();
    expect(cluster.requests.map(({ url }) => url.split('?')[0])).toEqual([
      '/select/multitenant/prometheus/api/v1/query',
    ]);
    const sent = cluster.requests[0]?.parameters ?? [];
    expect(sent.map(([name]) => name).filter((name) => name !== 'extra_filters[]')).toEqual(['query']);
    const sentFilters = sent.flatMap(([name, value]) => (name === 'extra_filters[]' ? [value] : []));
    expect(sentFilters).toEqual(narrowed);
    expect(sentFilters).toHaveLength(tenants.length * Math.max(1, filters.length));
    for (const filter of sentFilters) {
      expect(tenants.filter((tenant) => filter.startsWith(`{${tenant}`))).toHaveLength(1);
    }
  });
});

describe.each(['differing', 'mixed'] as const)('somebody with %s filters on two tenants of a cluster', (group) => {
  test.each(['/api/v1/query', '/api/v1/series', '/api/v1/labels', '/api/v1/export', '/federate'])(
    'is refused both at once at %s, told to name one, and nothing reaches the cluster',
    async (path) => {
      const text = await ask(group, path, [
        ['query', METRIC],
        ['match[]', METRIC],
      ]);
      expect(text).toContain('(tenant-ambiguous,');
      expect(text).toContain('acme, globex');
      expect(cluster.requests).toEqual([]);
    }
  );

  test('sees either when it is named', async () => {
    const marks = async (tenant: string) =>
      result(await ask(group, `/tenant/${tenant}/api/v1/query`, [['query', METRIC]])).map(
        ({ metric }) => `${metric.mark} ${metric.team}`
      );
    expect(new Set(await marks('acme'))).toEqual(new Set(['mark-1:0 a']));
    expect(new Set(await marks('globex'))).toEqual(
      new Set(group === 'mixed' ? ['mark-2:0 a', 'mark-2:0 b'] : ['mark-2:0 b'])
    );
    expect(cluster.requests.filter(({ url }) => url.includes('multitenant'))).toEqual([]);
  });
});

test.each([
  ['/api/v1/series/count', 'filter-unsupported'],
  ['/api/v1/status/top_queries', 'endpoint-unsupported'],
  ['/api/v1/status/metric_names_stats', 'filter-unsupported'],
  ['/tags', 'tenant-ambiguous'],
  ['/vmui/', 'tenant-ambiguous'],
])('%s, which no cluster narrows to several tenants, is refused: %s', async (path, reason) => {
  const text = await ask('whole', path, []);
  expect(text).toContain(`(${reason},`);
  expect(cluster.requests).toEqual([]);
});

test('a policy that does not federate refuses several tenants at once', async () => {
  await proxy.put({ ...POLICY, settings: { severalTenants: 'refuse' } });
  expect(await ask('whole', '/api/v1/query', [['query', METRIC]])).toContain('(tenant-ambiguous,');
  expect(cluster.requests).toEqual([]);
  await proxy.put(POLICY);
});
