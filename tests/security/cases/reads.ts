import { type Backend, type Sender, visibleTo } from '../senders';
import { anything, answered, encode, type Expectation, FORM, own, refused, type SecurityCase, shown } from './case';

const EVERYTHING = encode('{team=~".*"}');
const PROBE = 'query=probe';

/** Other spellings of the keys by which VictoriaMetrics narrows, traces and authorizes. */
const SMUGGLED = [
  `extra_filters[]=${EVERYTHING}`,
  `extra_filters%5B%5D=${EVERYTHING}`,
  `extra_filters%5b%5d=${EVERYTHING}`,
  `extra_filters=${EVERYTHING}`,
  `%65xtra_filters=${EVERYTHING}`,
  `%65xtra_filters%5B%5D=${EVERYTHING}`,
  `extra%5Ffilters%5B%5D=${EVERYTHING}`,
  `extra_filters[0]=${EVERYTHING}`,
  `extra_filters[][]=${EVERYTHING}`,
  `extra_filter=${EVERYTHING}`,
  `Extra_Filters[]=${EVERYTHING}`,
  `EXTRA_FILTERS[]=${EVERYTHING}`,
  `+extra_filters[]=${EVERYTHING}`,
  `extra_filters[]+=${EVERYTHING}`,
  `extra+filters[]=${EVERYTHING}`,
  `%20extra_filters[]=${EVERYTHING}`,
  `extra_filters[]%20=${EVERYTHING}`,
  `extra_filters%5B%5D%0A=${EVERYTHING}`,
  `%EF%BB%BFextra_filters[]=${EVERYTHING}`,
  `e%CC%81xtra_filters[]=${EVERYTHING}`,
  `extra_fi%E2%80%8Blters[]=${EVERYTHING}`,
  `&&&extra_filters[]=${EVERYTHING}&&&`,
  `=x&extra_filters[]=${EVERYTHING}&=`,
  `x=%26extra_filters[]=${EVERYTHING}`,
  `x%3Dextra_filters[]=${EVERYTHING}`,
  'extra_filters[]=',
  'extra_filters[]',
  'extra_filters=',
  'extra_filters[]={}',
  `extra_filters[]=${encode('{team="dev" or team="ops"}')}`,
  `extra_filters[]=${encode('{__name__=~".+"}')}`,
  `extra_filters[]=${encode('{vm_account_id=~".+"}')}`,
  'extra_label=team=ops',
  'extra_label=tenant=globex',
  'extra_label=tenant=',
  'extra_label=Tenant=x',
  'extra_label=vm_account_id=2',
  'extra_label=',
  'extra_label',
  'extra_label[]=tenant=globex',
  'Extra_Label=tenant=globex',
  '%65%78%74%72%61%5f%6c%61%62%65%6c=tenant=canary',
  'extra_label=tenant%3Dglobex',
  'extra_label=tenant=globex&extra_label=tenant=canary',
  `extra_filters[]=${EVERYTHING}&extra_filters[]=${EVERYTHING}&extra_filters=${EVERYTHING}`,
  `${'x=1&'.repeat(1000)}extra_filters[]=${EVERYTHING}`,
  `${'extra_filters[]={}&'.repeat(500)}x=1`,
  `${'extra_label=tenant=globex&'.repeat(500)}x=1`,
  'trace=1',
  'Trace=1&trace=true',
  '%74race=1',
  'authKey=secret',
  'latency_offset=1d&optimize_repeated_binary_op_subexprs=1&authKey=x',
  '__proto__=1&constructor=x&prototype=y&toString=1&hasOwnProperty=1',
  'access_token=x&jwt=y',
];

/** S1: gone wherever it stands; ours are set once, and the question is answered. */
const smuggled: SecurityCase[] = SMUGGLED.flatMap((extra, index): SecurityCase[] => {
  const name = (where: string) => `S1 smuggled in ${where}, spelling ${index + 1}: ${extra.slice(0, 60)}`;
  const from = index % 3 === 2 ? ('erin' as const) : ('alice' as const);
  const post = { from, request: 'POST /backend/{backend}/api/v1/query', headers: [FORM], expect: shown };
  return [
    { name: name('the URL'), from, request: `GET /backend/{backend}/api/v1/query?${PROBE}&${extra}`, expect: shown },
    { ...post, name: name('the URL of a POST'), request: `${post.request}?${extra}`, body: PROBE },
    { ...post, name: name('the body'), body: `${extra}&${PROBE}` },
    { ...post, name: name('both'), request: `${post.request}?${extra}`, body: `${PROBE}&${extra}` },
  ];
});

/** S1 on every other endpoint that honours filters: the same few spellings. */
const smuggledElsewhere: SecurityCase[] = [
  ...['GET', 'POST'].flatMap((method) => [
    `${method} /api/v1/query_range?query=probe&start=-10m&step=1m`,
    `${method} /api/v1/series?match[]=probe`,
    `${method} /api/v1/labels?match[]=probe`,
    `${method} /api/v1/label/marker/values?match[]=probe`,
    `${method} /api/v1/export?match[]=probe`,
    `${method} /api/v1/export/csv?match[]=probe&format=marker,__value__`,
    `${method} /api/v1/export/native?match[]=probe`,
    `${method} /graphite/tags/findSeries?expr=marker!=x`,
    `${method} /graphite/tags/autoComplete/tags?expr=marker!=x`,
    `${method} /graphite/tags/autoComplete/values?expr=name!=x&tag=marker`,
  ]),
  'GET /federate?match[]=probe',
  'GET /api/v1/status/tsdb?topN=100',
].flatMap((request) =>
  [
    `extra_filters[]=${EVERYTHING}`,
    `extra_filters=${EVERYTHING}`,
    'extra_label=tenant=globex',
    `%65xtra_filters%5b%5d=${EVERYTHING}`,
  ].map((extra): SecurityCase => {
    const [method = '', target = ''] = request.split(' ');
    return {
      name: `S1 smuggled at ${request.split('?', 1)[0]}: ${extra.slice(0, 60)}`,
      from: 'alice',
      request: `${method} /backend/{backend}${target}&${extra}`,
      headers: method === 'POST' ? [FORM] : [],
      body: method === 'POST' ? extra : undefined,
      expect: /autoComplete\/tags|labels|tsdb/.test(target) ? answered() : shown,
    };
  })
);

/** Questions that try to reach beyond the filters by themselves. */
const QUERIES = [
  'probe{team="ops"}',
  'probe{team=~".*"}',
  'probe{team!="dev"}',
  'probe{team=""}',
  'probe{team="ops"} or probe{team="dev"}',
  '{__name__=~"pro.*"}',
  '{__name__=~".+"}',
  '{__name__!=""}',
  '{marker=~"MARK_globex.*"}',
  '{team="dev" or team="ops"}',
  '{team="dev" or tenant="globex"}',
  '{or team="ops"}',
  'probe{vm_account_id="2"}',
  'probe{vm_account_id="{globex}"}',
  '{vm_account_id=~".*"}',
  '{vm_project_id=~".*",__name__="probe"}',
  'probe{tenant="globex"}',
  'probe{tenant=~"acme|globex",Tenant=~".*"}',
  'probe{extra_label="tenant=globex"}',
  'count by (marker) ({__name__!=""})',
  'sum(probe) by (tenant)',
  'max(probe)',
  'count(probe)',
  'label_replace(probe, "team", "dev", "", "")',
  'label_set(probe, "team", "dev", "tenant", "globex")',
  'label_map(probe, "team", "ops", "dev")',
  'label_join(probe, "team", ",", "tenant", "env")',
  'label_move(probe, "tenant", "team")',
  'alias(probe, "other")',
  'max_over_time(probe[1h] offset -1m)',
  'probe @ end()',
  'probe unless on() vector(0)',
  'absent(probe{team="ops"})',
  'absent_over_time(probe{tenant="globex"}[1h])',
  'WITH (f = {team=~".*"}) probe{f}',
  'WITH (f = {team=~".*" or tenant=~".*"}) {f}',
  '({team!="dev"})[10m:1m]',
  'topk(100, {__name__!=""})',
  'union(probe, probe{team="ops"}, {tenant="globex"})',
  'probe{__name__="probe" or __name__="probe_total"}',
  'count_values("v", {__name__=~".+"})',
  'quantile(0.5, probe{team!="dev"})',
  'histogram_quantile(0.9, sum(rate(probe_bucket[5m])) by (le, tenant))',
  'probe * on(instance) group_right(tenant) probe',
  'probe + on() group_left(tenant, team) probe{team="ops"}',
  '{__graphite__="probe.graphite.*"}',
  '{__graphite__="*.*.*"}',
  String.raw`{\u005f\u005fname__="probe",team="ops"}`,
  String.raw`pr\x6fbe{team="ops"}`,
  '{"probe",team="ops"}',
  '{"tenant"="globex"}',
  'probe{team="dev"}} or {team="ops"}',
  'probe{team="dev"}; probe{team="ops"}',
  'probe # {team="dev"}\n{team="ops"}',
  'WITH (everything(x) = x) everything({__name__!=""})',
  'WITH (q = {team!=""}) {q or team="ops"}',
  'rate(probe_total{team="ops"}[5m]) keep_metric_names',
  '{__name__=~"probe|vault_probe",env="e1" or team="ops"}',
  '{"__name__"="probe" or "team"="ops"}',
  '{team=~"(?s).*"}',
  '{team=~"dev|"}',
  '{team=~"ops||dev"}',
  '{team=~"^ops$"}',
  '{team=~"(?i)OPS"}',
  'label_del({__name__!=""}, "team", "tenant")',
  'label_keep({__name__!=""}, "marker")',
  'label_copy({team="ops"}, "marker", "team")',
  'label_transform({__name__!=""}, "marker", "MARK", "X")',
  'label_graphite_group({__name__!=""}, 0, 1, 2)',
  'drop_common_labels({__name__!=""})',
  'limitk(1000, {__name__!=""})',
  'outliers_iqr({__name__!=""})',
  'any({__name__!=""}) by (marker)',
  'count_values_over_time("v", {team="ops"}[1h])',
  '{__name__!=""} @ start()',
  'last_over_time({__name__!=""}[10y])',
  'tlast_over_time({team!="dev"}[1y])',
  'share(probe) by (marker, team)',
  'probe default {team="ops"}',
  'probe ifnot {team="ops"}',
  'probe or on() {team="ops"}',
  'vector(scalar({__name__="probe",team="ops"}))',
  'time() + on() group_left(marker) {team="ops"}',
  '{__graphite__="{probe,MARK*}*"}',
  'probe{__graphite__=~".*"}',
  '{__graphite__!="x"}',
  '{__name__!="zzz",__name__!~"y.*"}',
  '{tenant="globex",tenant="acme"}',
  'ru(probe{team="ops"}, probe_total)',
  'aggr_over_time(("min_over_time", "max_over_time"), {team="ops"}[1h])',
  'rollup_candlestick({team="ops"}[1h])',
  'buckets_limit(2, {__name__=~".*bucket"})',
  'labels_equal({team="ops"}, "marker", "marker")',
  'probe + fill_left(1) {team="ops"}',
  '{team=`ops`}',
  '{team="o" + "ps"}',
];

/** VictoriaMetrics drops the one or the other of two conditions on the name; the sender may see metrics by name alone. */
const byName: SecurityCase[] = [
  '{__graphite__="vault.*.*",zz!="y"}',
  '{__graphite__="*.*.*",team!="x"}',
  '{__name__=~"vault_(probe|zzz)",team!=""}',
  '{__name__=~"vault_(probe|zzz)",team="vault"}',
  '{__name__=~"vault_(probe|zzz)",tenant="acme",team!="x"}',
  '{__name__=~"vault_(probe_total|probe_bucket|total|bucket)",env="e1"}',
  '{__name__=~"(vault_)?(probe|x)",env="e1"}',
  '{__name__=~"vault_probe|vault_total",env="e1"}',
  '{__name__="vault_probe",env="e1"}',
  'vault_probe{__graphite__="*",env="e1"}',
  'vault_probe{__name__="probe",env="e1"}',
  'vault_probe{__name__=~"probe|vault_probe",env="e1"}',
  'probe{__name__="vault_probe",env="e1"}',
  'probe{team!="x",__graphite__="vault.graphite.*"}',
  'probe{team!="x"} + {__graphite__="vault.graphite.*"}',
  'probe{env="e1"} or vault_total{env="e1"}',
  '{__name__!="probe",env="e1"}',
  '{__name__=~".*probe",env="e1"}',
  '{__name__!~"probe.*",env="e1"}',
].flatMap((query): SecurityCase[] =>
  [
    '/api/v1/query?query=',
    '/api/v1/series?match[]=',
    '/api/v1/label/marker/values?match[]=',
    '/api/v1/export?match[]=',
  ].map((path) => ({
    name: `a name beside the name that is granted, ${path.split('?', 1)[0]}: ${query}`,
    from: 'gina',
    request: `GET /backend/{backend}${path}${encode(query)}`,
    expect: anything,
  }))
);

const inQueries: SecurityCase[] = QUERIES.flatMap((query) =>
  (['alice', 'fiona'] as const).flatMap((from): SecurityCase[] => [
    {
      name: `a query of ${from} that asks for more: ${query}`,
      from,
      request: `GET ${from === 'fiona' ? '/tenant/acme' : '/backend/{backend}'}/api/v1/query?query=${encodeWithPlaceholders(query)}`,
      expect: anything,
    },
    {
      name: `a selector of ${from} that asks for more: ${query}`,
      from,
      request: `GET /backend/{backend}/api/v1/series?start=0&match[]=${encodeWithPlaceholders(query)}`,
      expect: anything,
    },
  ])
);

function encodeWithPlaceholders(query: string): string {
  return encode(query).replaceAll('%7Bglobex%7D', '{globex}');
}

/** What is asked for names, and how much of it each sees. */
const NAMES: ReadonlyArray<readonly [path: string, expect: Expectation]> = [
  ['/api/v1/labels', shown],
  ['/api/v1/labels?match[]=probe', answered()],
  // Newer versions find nothing where the end lies beyond what they keep.
  ['/api/v1/labels?start=0&end=4102444800', answered()],
  ['/api/v1/label/marker/values', shown],
  ['/api/v1/label/marker/values?match[]=%7Bteam%3D%22ops%22%7D', anything],
  ['/api/v1/label/marker/values?match[]=%7B__name__!%3D%22%22%7D&match[]=%7Btenant%3D%22globex%22%7D', shown],
  ['/api/v1/label/team/values', answered()],
  ['/api/v1/label/__name__/values', shown],
  ['/api/v1/label/__name__/values?start=0', shown],
  ['/api/v1/label/vm_account_id/values', answered()],
  ['/api/v1/label/vm_project_id/values', answered()],
  // The same names as newer versions decode them.
  ['/api/v1/label/U__marker/values', anything],
  ['/api/v1/label/U__vm__account__id/values', answered()],
  ['/api/v1/label/U___6d_arker/values?match[]=%7Bteam%3D%22ops%22%7D', anything],
  ['/api/v1/label/tenant/values?match[]=%7Bmarker!%3D%22%22%7D', answered()],
  ['/api/v1/label/__graphite__/values', answered()],
  ['/api/v1/series?match[]=probe', shown],
  ['/api/v1/series?match[]=%7B__name__!%3D%22%22%7D&match[]=%7Btenant%3D%22globex%22%7D', shown],
  ['/api/v1/metadata', own({})],
  ['/api/v1/metadata?metric=probe', own({})],
  ['/api/v1/rules', own({ groups: [] })],
  ['/api/v1/alerts', own({ alerts: [] })],
  ['/api/v1/notifiers', own({ notifiers: [] })],
  ['/api/v1/query_exemplars?query=probe', own([])],
  ['/api/v1/status/buildinfo', own()],
  ['/api/v1/status/tsdb', answered()],
  ['/api/v1/status/tsdb?topN=1000', answered()],
  ['/api/v1/status/tsdb?topN=1000&match[]=%7Btenant%3D%22globex%22%7D', answered()],
  ['/api/v1/status/tsdb?topN=1000&focusLabel=marker', answered()],
  ['/api/v1/status/tsdb?topN=1000&date=2026-11-22', answered()],
  ['/api/v1/status/tsdb?topN=1000&focusLabel=tenant&match[]=%7B__name__!%3D%22%22%7D', answered()],
];

const names: SecurityCase[] = NAMES.flatMap(([path, expect]) =>
  (['alice', 'erin'] as const).map((from) => ({
    name: `a question of ${from} about names: ${path}`,
    from,
    request: `GET /backend/{backend}${path}`,
    expect,
  }))
);

/** What cannot be narrowed is refused to whoever sees a part only. */
const UNFILTERABLE = [
  '/api/v1/series/count',
  '/api/v1/status/metric_names_stats',
  '/graphite/metrics/find?query=*',
  '/graphite/metrics/find?query=probe.graphite.*',
  '/graphite/metrics/expand?query=*.*',
  '/graphite/metrics/index.json',
  '/graphite/tags',
  '/graphite/tags/marker',
  '/graphite/tags/tenant?filter=.*',
  '/metrics/find?query=*',
  '/metrics/index.json',
  '/tags',
  '/tags/marker',
  '/vmui/',
  '/vmui/static/js/main.js',
  '/prometheus/vmui/',
];

const unfilterable: SecurityCase[] = UNFILTERABLE.flatMap((path) =>
  (['alice', 'erin'] as const).map((from) => ({
    name: `what cannot be narrowed, for ${from}: ${path}`,
    from,
    request: `GET /backend/{backend}${path}`,
    expect: refused(403, 'filter-unsupported'),
  }))
);

/** vmselect shows the queries of all tenants, so a cluster is not asked for them at all. */
const queriesOfOthers: SecurityCase[] = ['active_queries', 'top_queries'].flatMap((path) =>
  (['alice', 'bob', 'carol'] as const).flatMap((from) => [
    {
      name: `the queries of others, for ${from}: ${path} (cluster)`,
      from,
      request: `GET /backend/cluster/api/v1/status/${path}`,
      expect: refused(404, 'endpoint-unsupported'),
    },
    {
      name: `the queries of others, for ${from}: ${path} (single)`,
      from,
      request: `GET /backend/single/api/v1/status/${path}`,
      expect: refused(403, 'filter-unsupported'),
    },
  ])
);

/** Everybody's plain question: so much is seen, and no more. */
const ownViews: SecurityCase[] = (
  ['alice', 'erin', 'gina', 'bob', 'carol', 'rita', 'zed', 'fiona'] satisfies Sender[]
).flatMap((from) =>
  (['cluster', 'single'] satisfies Backend[])
    .filter((backend) => visibleTo(from, backend).length > 0)
    .flatMap((backend) => [
      {
        name: `the view of ${from} (${backend})`,
        from,
        request: `GET /backend/${backend}/api/v1/query?query=probe`,
        expect: shown,
      },
      {
        name: `the view of ${from}, everything (${backend})`,
        from,
        request: `GET /backend/${backend}/api/v1/series?match[]=${encode('{__name__!=""}')}&start=0`,
        expect: shown,
      },
    ])
);

/** Rules and alerts are a vmalert's that knows no tenants: nobody's on a cluster, and filtered ones' nowhere. */
const rules: SecurityCase[] = ['rules', 'alerts', 'notifiers'].flatMap((path) =>
  (
    [
      ['bob', 'cluster'],
      ['bob', 'single'],
      ['rita', 'cluster'],
      ['carol', 'cluster'],
    ] as const
  ).map(([from, backend]) => ({
    name: `rules of others, for ${from}: ${path} (${backend})`,
    from,
    request: `GET /backend/${backend}/api/v1/${path}`,
    expect: own(),
  }))
);

/** Other ways to ask for everything: options, and conditions that are left out. */
const options: SecurityCase[] = [
  '/api/v1/export?match[]=%7B__name__!%3D%22%22%7D&reduce_mem_usage=1',
  '/api/v1/export?match[]=%7B__name__!%3D%22%22%7D&max_rows_per_line=1',
  '/api/v1/export?match[]=%7B__name__!%3D%22%22%7D&format=promapi',
  '/api/v1/export?match[]=%7B__name__!%3D%22%22%7D&format=prometheus',
  '/api/v1/export?match[]=%7B%7D',
  '/api/v1/export?match=%7B__name__!%3D%22%22%7D',
  '/api/v1/export?match[]=',
  '/api/v1/export',
  '/api/v1/export/csv?match[]=%7B__name__!%3D%22%22%7D&format=__name__,marker,__value__&reduce_mem_usage=1',
  '/api/v1/export/native?match[]=%7B__name__!%3D%22%22%7D&reduce_mem_usage=1',
  '/federate?match[]=%7B__name__!%3D%22%22%7D&max_lookback=1h',
  '/federate?match[]=%7B%7D',
  '/federate',
  '/api/v1/series?match[]=%7B%7D',
  '/api/v1/series',
  '/api/v1/labels?match[]=%7B%7D',
  '/api/v1/labels?start=0&end=1',
  '/api/v1/labels?start=-100y',
  '/api/v1/labels?limit=1',
  '/api/v1/label/marker/values?match[]=',
  '/api/v1/label/marker/values?start=0&end=1',
  '/api/v1/label/marker/values?limit=1000000',
  '/api/v1/label/marker/values?match[]=%7Bmarker%3D~%22MARK.*%22%7D&start=1d',
  '/graphite/tags/autoComplete/tags',
  '/graphite/tags/autoComplete/tags?tagPrefix=label',
  '/graphite/tags/autoComplete/values?tag=marker',
  '/graphite/tags/autoComplete/values?tag=name',
  '/graphite/tags/autoComplete/values?tag=__name__&valuePrefix=MARK',
  '/graphite/tags/autoComplete/values?tag=marker&valuePrefix=MARK_globex',
  '/graphite/tags/autoComplete/values?tag=tenant&limit=1000000',
  '/graphite/tags/findSeries?expr=marker=~.*',
  '/graphite/tags/findSeries?expr=name=~.*&expr=tenant=globex',
  '/graphite/tags/findSeries?expr=team!=dev',
  '/graphite/tags/findSeries',
  '/graphite/render?target=*&format=json',
  '/graphite/render?target=*.*.*&format=json&from=-1h',
  "/graphite/render?target=seriesByTag('tenant=globex')&format=json&from=-1h",
  "/graphite/render?target=seriesByTag('name=~.*')&format=json&from=-1h",
  "/graphite/render?target=group(seriesByTag('team=ops'),*.*.*)&format=json&from=-1h",
  '/api/v1/status/tsdb?topN=1000&focusLabel=__name__&match[]=%7B%7D',
].flatMap((path) =>
  (['alice', 'gina', 'bob'] as const).map((from) => ({
    name: `everything, in another way, for ${from}: ${path}`,
    from,
    request: `GET /backend/{backend}${path}`,
    expect: anything,
  }))
);

/** Graphite's functions that look series up by themselves. Debian's version does not render. */
const rendered: SecurityCase[] = [
  "seriesByTag('__name__=~.*','tenant=globex')",
  "seriesByTag('team=')",
  "seriesByTag('team!=~dev')",
  "seriesByTag('__graphite__=*.*.*')",
  "aliasByTags(seriesByTag('team=ops'),'marker','team')",
  "countSeries(seriesByTag('name=~.*'))",
  "applyByNode(*.*.*,2,'*.*.%')",
  "fallbackSeries(nothing.x,seriesByTag('team=ops'))",
  "asPercent(*.*.*,seriesByTag('team=ops'))",
  "template(seriesByTag('team=$t'),t='ops')",
  "groupByTags(seriesByTag('name=~.*'),'sum','marker')",
  "timeShift(seriesByTag('team=ops'),'1h')",
  "movingAverage(seriesByTag('team=ops'),'5min')",
  "unique(*.*.*,seriesByTag('team=ops'))",
  "aliasSub(seriesByTag('team=ops'),'.*','x')",
].flatMap((target) =>
  (['alice', 'erin', 'gina'] as const).map((from) => ({
    name: `a target of ${from} that asks for more: ${target}`,
    from,
    request: `GET /backend/{backend}/render?format=json&from=-1h&target=${encode(target)}`,
    expect: anything,
  }))
);

/** S8: a fixed label and a filter whose values are full of what could end them. */
const quoted: SecurityCase[] = [
  { name: 'S8 a filter full of quotes holds', path: '/api/v1/query?query=probe', expect: shown },
  { name: 'S8 a filter full of quotes holds for all names', path: '/api/v1/label/marker/values', expect: shown },
  {
    name: 'S8 a filter full of quotes holds for all series',
    path: `/api/v1/series?match[]=${encode('{team=~".*"}')}`,
    expect: shown,
  },
  {
    name: 'S8 a filter full of quotes holds for exports',
    path: `/api/v1/export?match[]=${encode('{team=~".*"}')}`,
    expect: shown,
  },
].flatMap(({ name, path, expect }) => [
  { name, from: 'oddny' as const, request: `GET /tenant/odd-single${path}`, expect },
  { name: `${name}, with another tenant`, from: 'otto' as const, request: `GET /backend/single${path}`, expect },
]);

/** A GET's body, whatever it says, is nobody's. */
const bodiesOfGet: SecurityCase[] = [
  { name: 'S2 a GET with a body that smuggles', body: `extra_filters[]=${EVERYTHING}` },
  { name: 'S2 a GET with a body that asks for something else', body: 'query=%7B__name__!%3D%22%22%7D' },
].map((one) => ({
  ...one,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query?${PROBE}`,
  headers: [FORM],
  expect: shown,
}));

export const READS: readonly SecurityCase[] = [
  ...ownViews,
  ...smuggled,
  ...smuggledElsewhere,
  ...inQueries,
  ...byName,
  ...names,
  ...unfilterable,
  ...queriesOfOthers,
  ...rules,
  ...options,
  ...rendered,
  ...quoted,
  ...bodiesOfGet,
];
