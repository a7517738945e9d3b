import { FORMATS } from './writes/formats';

/** What a row of the table of endpoints must do, written down apart from the table. */
export interface ReadExpectation {
  path: string;
  /** Stands for the variable part of the path. */
  part?: string;
  aliases: readonly string[];
  methods: ReadonlyArray<'GET' | 'POST'>;
  /** A question with something to answer. */
  query: string;
  /** Where it arrives, below the tenant; undefined where this kind of backend does not have it. */
  cluster?: string;
  single?: string;
  mimir?: string;
  /** What a reader with filters gets: a narrowed answer, a refusal, the gateway's own answer, or what is nobody's secret. */
  filtered: 'narrowed' | 'refused' | 'harmless' | { own: unknown };
  /** What the gateway answers itself to readers of whole tenants. */
  own?: { cluster?: unknown; single?: unknown; mimir?: unknown };
  /** True for what VictoriaMetrics 1.79, which Debian packages, does not have: there only the path can be seen. */
  lacking?: true;
}

export interface WriteExpectation {
  path: string;
  part?: string;
  aliases: readonly string[];
  methods: ReadonlyArray<'GET' | 'POST' | 'PUT'>;
  query?: string;
  headers?: readonly string[];
  body: string | Buffer;
  cluster: string;
  single: string;
  mimir?: string;
  /** False for what cannot be stamped. */
  stampable?: false;
  lacking?: true;
}

const GET = ['GET'] as const;
const BOTH = ['GET', 'POST'] as const;

function prometheus(
  path: string,
  more: Omit<ReadExpectation, 'path' | 'aliases' | 'cluster' | 'single'>
): ReadExpectation {
  const real = path.replace(/:[a-z]+/, more.part ?? '');
  return { path, aliases: [`/prometheus${path}`], cluster: `/prometheus${real}`, single: real, ...more };
}

function graphite(
  path: string,
  more: Omit<ReadExpectation, 'path' | 'aliases' | 'cluster' | 'single'>
): ReadExpectation {
  const real = path.replace(/:[a-z]+/, more.part ?? '');
  return { path, aliases: [`/graphite${path}`], cluster: `/graphite${real}`, single: `/graphite${real}`, ...more };
}

export const READ_EXPECTATIONS: readonly ReadExpectation[] = [
  prometheus('/api/v1/query', {
    methods: BOTH,
    query: 'query=probe',
    mimir: '/prometheus/api/v1/query',
    filtered: 'narrowed',
  }),
  prometheus('/api/v1/query_range', {
    methods: BOTH,
    query: 'query=probe&start={start}&end={end}&step=60',
    mimir: '/prometheus/api/v1/query_range',
    filtered: 'narrowed',
  }),
  prometheus('/api/v1/series', {
    methods: BOTH,
    query: 'match[]=probe',
    mimir: '/prometheus/api/v1/series',
    filtered: 'narrowed',
  }),
  prometheus('/api/v1/labels', { methods: BOTH, query: '', mimir: '/prometheus/api/v1/labels', filtered: 'narrowed' }),
  prometheus('/api/v1/label/:label/values', {
    part: 'marker',
    methods: BOTH,
    query: '',
    mimir: '/prometheus/api/v1/label/marker/values',
    filtered: 'narrowed',
  }),
  prometheus('/api/v1/query_exemplars', {
    methods: BOTH,
    query: 'query=probe',
    mimir: '/prometheus/api/v1/query_exemplars',
    filtered: { own: [] },
  }),
  prometheus('/api/v1/metadata', {
    methods: GET,
    query: '',
    mimir: '/prometheus/api/v1/metadata',
    filtered: { own: {} },
  }),
  prometheus('/api/v1/rules', {
    methods: GET,
    query: '',
    mimir: '/prometheus/api/v1/rules',
    filtered: { own: { groups: [] } },
    own: { cluster: { groups: [] } },
  }),
  prometheus('/api/v1/alerts', {
    methods: GET,
    query: '',
    mimir: '/prometheus/api/v1/alerts',
    filtered: { own: { alerts: [] } },
    own: { cluster: { alerts: [] } },
  }),
  prometheus('/api/v1/notifiers', {
    methods: GET,
    query: '',
    filtered: { own: { notifiers: [] } },
    own: { cluster: { notifiers: [] }, mimir: { notifiers: [] } },
    lacking: true,
  }),
  prometheus('/api/v1/status/buildinfo', {
    methods: GET,
    query: '',
    mimir: '/prometheus/api/v1/status/buildinfo',
    filtered: { own: { version: '2.24.0' } },
    own: { cluster: { version: '2.24.0' }, single: { version: '2.24.0' } },
  }),
  prometheus('/prettify-query', { methods: BOTH, query: 'query=probe', filtered: 'harmless', lacking: true }),
  prometheus('/expand-with-exprs', { methods: BOTH, query: 'query=probe', filtered: 'harmless', lacking: true }),
  prometheus('/api/v1/export', { methods: BOTH, query: 'match[]=probe', filtered: 'narrowed' }),
  prometheus('/api/v1/export/csv', {
    methods: BOTH,
    query: 'match[]=probe&format=marker,__value__',
    filtered: 'narrowed',
  }),
  prometheus('/api/v1/export/native', { methods: BOTH, query: 'match[]=probe', filtered: 'narrowed' }),
  prometheus('/federate', { methods: GET, query: 'match[]=probe', filtered: 'narrowed' }),
  prometheus('/api/v1/status/tsdb', { methods: GET, query: 'topN=1000', filtered: 'narrowed' }),
  prometheus('/api/v1/series/count', { methods: GET, query: '', filtered: 'refused' }),
  prometheus('/api/v1/status/metric_names_stats', { methods: GET, query: '', filtered: 'refused', lacking: true }),
  {
    ...prometheus('/api/v1/status/active_queries', { methods: GET, query: '', filtered: 'refused' }),
    cluster: undefined,
  },
  { ...prometheus('/api/v1/status/top_queries', { methods: GET, query: '', filtered: 'refused' }), cluster: undefined },
  graphite('/render', {
    methods: BOTH,
    query: 'target=probe.graphite.*&format=json&from=-10min',
    filtered: 'narrowed',
    lacking: true,
  }),
  graphite('/metrics/find', { methods: BOTH, query: 'query=*', filtered: 'refused' }),
  graphite('/metrics/expand', { methods: BOTH, query: 'query=*', filtered: 'refused' }),
  graphite('/metrics/index.json', { methods: BOTH, query: '', filtered: 'refused' }),
  graphite('/tags', { methods: BOTH, query: '', filtered: 'refused' }),
  graphite('/tags/:tag', { part: 'marker', methods: BOTH, query: '', filtered: 'refused' }),
  graphite('/tags/findSeries', { methods: BOTH, query: 'expr=team!=x', filtered: 'narrowed' }),
  graphite('/tags/autoComplete/tags', { methods: BOTH, query: 'expr=team!=x', filtered: 'narrowed' }),
  graphite('/tags/autoComplete/values', { methods: BOTH, query: 'expr=team!=x&tag=marker', filtered: 'narrowed' }),
  graphite('/functions', { methods: BOTH, query: '', filtered: 'harmless' }),
  graphite('/functions/:function', {
    part: 'sumSeries',
    methods: BOTH,
    query: '',
    filtered: 'harmless',
  }),
  {
    path: '/vmui/:asset',
    part: '',
    aliases: ['/prometheus/vmui/:asset'],
    methods: GET,
    query: '',
    cluster: '/vmui/',
    single: '/vmui/',
    filtered: 'refused',
    lacking: true,
  },
];

const SAMPLE = { name: 'planted', labels: [['a', 'b']], value: 1, time: 1_795_300_000_000 } as const;

function formatOf(name: string): Pick<WriteExpectation, 'query' | 'headers' | 'body'> {
  const format = FORMATS.find((one) => one.name === name);
  if (format === undefined) {
    throw new Error(`there is no format ${name}`);
  }
  return { query: format.target(SAMPLE).split('?')[1], headers: format.headers, body: format.body(SAMPLE) };
}

const POST = ['POST'] as const;
const NOTHING = { headers: ['Content-Type: application/json'], body: '{}' };

function datadog(
  path: string,
  more: Omit<WriteExpectation, 'path' | 'aliases' | 'cluster' | 'single'>
): WriteExpectation {
  return { path, aliases: [`${path}/`], cluster: path, single: path, ...more };
}

export const WRITE_EXPECTATIONS: readonly WriteExpectation[] = [
  {
    path: '/api/v1/write',
    aliases: ['/prometheus/api/v1/write', '/api/v1/push', '/prometheus/api/v1/push'],
    methods: POST,
    ...formatOf('remote write'),
    cluster: '/prometheus/api/v1/write',
    single: '/api/v1/write',
    mimir: '/api/v1/push',
  },
  {
    path: '/api/v1/import',
    aliases: ['/prometheus/api/v1/import'],
    methods: POST,
    ...formatOf('JSON lines'),
    cluster: '/prometheus/api/v1/import',
    single: '/api/v1/import',
  },
  {
    path: '/api/v1/import/csv',
    aliases: ['/prometheus/api/v1/import/csv'],
    methods: POST,
    ...formatOf('CSV'),
    cluster: '/prometheus/api/v1/import/csv',
    single: '/api/v1/import/csv',
  },
  {
    path: '/api/v1/import/native',
    aliases: ['/prometheus/api/v1/import/native'],
    methods: POST,
    // The time range and no samples: how these are written depends on the version.
    body: Buffer.alloc(16),
    cluster: '/prometheus/api/v1/import/native',
    single: '/api/v1/import/native',
  },
  {
    path: '/api/v1/import/prometheus',
    aliases: ['/prometheus/api/v1/import/prometheus'],
    methods: POST,
    ...formatOf('text'),
    cluster: '/prometheus/api/v1/import/prometheus',
    single: '/api/v1/import/prometheus',
  },
  {
    path: '/api/v1/import/prometheus/metrics/:grouping',
    part: 'job/j/a/b',
    aliases: ['/prometheus/api/v1/import/prometheus/metrics/:grouping'],
    methods: ['POST', 'PUT'],
    body: 'planted 1\n',
    cluster: '/prometheus/api/v1/import/prometheus/metrics/job/j/a/b',
    single: '/api/v1/import/prometheus/metrics/job/j/a/b',
    lacking: true,
  },
  {
    path: '/opentelemetry/v1/metrics',
    aliases: ['/opentelemetry/api/v1/push', '/otlp/v1/metrics'],
    methods: POST,
    ...formatOf('OpenTelemetry'),
    cluster: '/opentelemetry/v1/metrics',
    single: '/opentelemetry/v1/metrics',
    mimir: '/otlp/v1/metrics',
    lacking: true,
  },
  {
    path: '/influx/write',
    aliases: ['/write'],
    methods: POST,
    ...formatOf('Influx'),
    cluster: '/influx/write',
    single: '/influx/write',
  },
  {
    path: '/influx/api/v2/write',
    aliases: ['/api/v2/write'],
    methods: POST,
    ...formatOf('Influx v2'),
    cluster: '/influx/api/v2/write',
    single: '/influx/api/v2/write',
  },
  datadog('/datadog/api/v1/series', { methods: POST, ...formatOf('Datadog v1') }),
  datadog('/datadog/api/v2/series', { methods: POST, ...formatOf('Datadog v2'), lacking: true }),
  datadog('/datadog/api/beta/sketches', {
    methods: POST,
    ...formatOf('Datadog sketches'),
    lacking: true,
  }),
  datadog('/datadog/api/v1/validate', { methods: BOTH, ...NOTHING }),
  datadog('/datadog/api/v1/check_run', { methods: POST, ...NOTHING }),
  datadog('/datadog/api/v1/metadata', { methods: BOTH, ...NOTHING }),
  datadog('/datadog/intake', { methods: POST, ...NOTHING }),
  {
    path: '/newrelic/infra/v2/metrics/events/bulk',
    aliases: [],
    methods: POST,
    ...formatOf('New Relic'),
    cluster: '/newrelic/infra/v2/metrics/events/bulk',
    single: '/newrelic/infra/v2/metrics/events/bulk',
    lacking: true,
  },
  {
    path: '/newrelic/inventory/deltas',
    aliases: [],
    methods: POST,
    ...NOTHING,
    cluster: '/newrelic/inventory/deltas',
    single: '/newrelic/inventory/deltas',
    lacking: true,
  },
  {
    path: '/zabbixconnector/api/v1/history',
    aliases: [],
    methods: POST,
    ...formatOf('Zabbix'),
    cluster: '/zabbixconnector/api/v1/history',
    single: '/zabbixconnector/api/v1/history',
    stampable: false,
    lacking: true,
  },
  {
    path: '/opentsdb/api/put',
    aliases: ['/api/put'],
    methods: POST,
    ...formatOf('OpenTSDB'),
    cluster: '/opentsdb/api/put',
    single: '/api/put',
  },
];
