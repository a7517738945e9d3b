import type { BackendKind } from '@gatehouse/model';
import type { RangeKind } from './limits/rangeKind';

/** How often a parameter may stand in a request. */
type ParameterKind = 'once' | 'list';

/** The protocol family that an endpoint belongs to; the reference page has a section for each. */
export type Api = 'prometheus' | 'export' | 'status' | 'graphite' | 'vmui' | 'write';

/**
 * What becomes of somebody who may see only a part of what the endpoint would show:
 *
 * - `honoured`: VictoriaMetrics narrows the answer by `extra_label` and `extra_filters[]`;
 * - `refused`: it cannot, and the answer would show more;
 * - `empty`: it cannot, but Grafana asks on every page, so the gateway answers an empty success itself;
 * - `rules`: like `empty`, also for everybody where the rules behind the backend are not the tenant's alone;
 * - `harmless`: the answer holds nothing of anybody's data.
 */
export type Filtering = 'honoured' | 'refused' | 'empty' | 'rules' | 'harmless';

/** One thing that a client may ask of a backend. What is not in the table does not exist. */
export interface Endpoint {
  /** The path in single-node form; a part that begins with ":" stands for what `PATH_PARTS` in `endpoint.ts` says. */
  path: string;
  /** Other paths that mean the same. */
  aliases: readonly string[];
  api: Api;
  methods: ReadonlyArray<'GET' | 'POST' | 'PUT'>;
  access: 'read' | 'write';
  filtering: Filtering;
  /** The parameters that are passed on; all others are dropped. */
  parameters: Readonly<Record<string, ParameterKind>>;
  /**
   * The path below the tenant, for each kind of backend that has the endpoint; `{path}` stands for the path as it was asked
   * for. Where a kind is missing, the gateway answers `answer`, or refuses.
   */
  upstream: Partial<Readonly<Record<BackendKind, string>>>;
  /** The `data` of the success that the gateway answers itself. */
  answer?: unknown;
  /** False when a cluster, or Mimir, cannot ask it of several tenants at once. */
  severalTenants: boolean;
  /** `answer` for what ends soon, `pause` for what may take as long as it flows. */
  bound: 'answer' | 'pause';
  /** How its parameters say over which time it reads; left out where they do not. */
  range?: RangeKind;
  /** True for the questions that `-search.ignoreExtraFiltersAtLabelsAPI` makes VictoriaMetrics answer unfiltered. */
  labelsApi?: boolean;
  /** VictoriaMetrics takes OpenTSDB's protocol on an address of its own. */
  listener?: 'opentsdb';
  /** Content types that pass; a write of any other type is sent on without one. Writes only. */
  contentTypes?: readonly string[];
  /** Compressions that pass; others are refused. Writes only. */
  encodings?: readonly string[];
  /** False when a writer could get rid of labels that are stamped on what comes this way. Writes only. */
  stampable?: boolean;
  /** What a reader of the reference page should know besides. */
  note?: string;
}

type Row = Pick<Endpoint, 'path' | 'parameters'> & Partial<Endpoint>;

const EVERYWHERE: Endpoint['upstream'] = {
  'victoriametrics-cluster': '/prometheus{path}',
  victoriametrics: '{path}',
  mimir: '/prometheus{path}',
};
const VICTORIAMETRICS: Endpoint['upstream'] = {
  'victoriametrics-cluster': '/prometheus{path}',
  victoriametrics: '{path}',
};

/** How long it may take, and whether a cluster may leave out what a storage node that is away would have said. */
const ASKING = { timeout: 'once', deny_partial_response: 'once' } as const;
const RANGE = { start: 'once', end: 'once', limit: 'once', ...ASKING } as const;
const SELECTOR = { ...RANGE, 'match[]': 'list' } as const;
const EXPORT = { start: 'once', end: 'once', 'match[]': 'list', reduce_mem_usage: 'once', ...ASKING } as const;
const EVALUATION = {
  query: 'once',
  step: 'once',
  limit: 'once',
  nocache: 'once',
  round_digits: 'once',
  lookback_delta: 'once',
  ...ASKING,
} as const;

function reads(api: Api, defaults: Partial<Endpoint>, rows: readonly Row[]): Endpoint[] {
  return rows.map((row) => ({
    aliases: [`/${api === 'graphite' ? 'graphite' : 'prometheus'}${row.path}`],
    api,
    methods: ['GET', 'POST'],
    access: 'read',
    filtering: 'honoured',
    upstream: EVERYWHERE,
    severalTenants: true,
    bound: 'answer',
    ...defaults,
    ...row,
  }));
}

/**
 * What Grafana's Prometheus and VictoriaMetrics data sources ask.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/#prometheus-querying-api-usage
 */
const QUERYING = reads('prometheus', {}, [
  { path: '/api/v1/query', parameters: { ...EVALUATION, time: 'once' }, range: 'instant' },
  {
    path: '/api/v1/query_range',
    parameters: { ...EVALUATION, start: 'once', end: 'once', max_lookback: 'once' },
    range: 'range',
  },
  { path: '/api/v1/series', parameters: SELECTOR, range: 'interval' },
  { path: '/api/v1/labels', parameters: SELECTOR, range: 'interval', labelsApi: true },
  { path: '/api/v1/label/:label/values', parameters: SELECTOR, range: 'interval', labelsApi: true },
  {
    path: '/api/v1/query_exemplars',
    parameters: { query: 'once', start: 'once', end: 'once' },
    range: 'interval',
    filtering: 'empty',
    answer: [],
  },
  {
    path: '/api/v1/metadata',
    methods: ['GET'],
    parameters: { metric: 'once', limit: 'once', limit_per_metric: 'once' },
    filtering: 'empty',
    answer: {},
  },
  {
    path: '/api/v1/rules',
    methods: ['GET'],
    parameters: {},
    filtering: 'rules',
    severalTenants: false,
    answer: { groups: [] },
    note: 'VictoriaMetrics passes it to a vmalert that knows no tenants: shown on a whole single node, on a Mimir tenant, and on a cluster with `sharedRules`',
  },
  {
    path: '/api/v1/alerts',
    methods: ['GET'],
    parameters: {},
    filtering: 'rules',
    severalTenants: false,
    answer: { alerts: [] },
    note: 'as `/api/v1/rules`',
  },
  {
    path: '/api/v1/notifiers',
    methods: ['GET'],
    parameters: {},
    filtering: 'rules',
    severalTenants: false,
    upstream: VICTORIAMETRICS,
    answer: { notifiers: [] },
    note: 'as `/api/v1/rules`',
  },
  {
    path: '/api/v1/status/buildinfo',
    methods: ['GET'],
    parameters: {},
    filtering: 'harmless',
    upstream: { mimir: '/prometheus{path}' },
    answer: { version: '2.24.0' },
    note: 'tells Grafana the kind of backend; `2.24.0` is what VictoriaMetrics itself answers',
  },
  { path: '/prettify-query', parameters: { query: 'once' }, filtering: 'harmless', upstream: VICTORIAMETRICS },
  {
    path: '/expand-with-exprs',
    parameters: { query: 'once', format: 'once' },
    filtering: 'harmless',
    upstream: VICTORIAMETRICS,
  },
]);

/** @see https://docs.victoriametrics.com/victoriametrics/#how-to-export-time-series */
const EXPORTING = reads('export', { upstream: VICTORIAMETRICS, bound: 'pause', range: 'interval' }, [
  { path: '/api/v1/export', parameters: { ...EXPORT, format: 'once', max_rows_per_line: 'once' } },
  { path: '/api/v1/export/csv', parameters: { ...EXPORT, format: 'once' } },
  { path: '/api/v1/export/native', parameters: EXPORT },
  { path: '/federate', methods: ['GET'], parameters: { ...EXPORT, max_lookback: 'once' }, range: 'federate' },
]);

/** @see https://docs.victoriametrics.com/victoriametrics/#tsdb-stats */
const STATUS = reads('status', { methods: ['GET'], upstream: VICTORIAMETRICS }, [
  {
    path: '/api/v1/status/tsdb',
    parameters: { topN: 'once', date: 'once', focusLabel: 'once', 'match[]': 'list', ...ASKING },
  },
  { path: '/api/v1/series/count', parameters: ASKING, filtering: 'refused' },
  {
    path: '/api/v1/status/metric_names_stats',
    parameters: { limit: 'once', le: 'once', match_pattern: 'once' },
    filtering: 'refused',
  },
  {
    path: '/api/v1/status/active_queries',
    parameters: {},
    filtering: 'refused',
    upstream: { victoriametrics: '{path}' },
    note: 'not on clusters: some versions show the queries of all tenants',
  },
  {
    path: '/api/v1/status/top_queries',
    parameters: { topN: 'once', maxLifetime: 'once' },
    filtering: 'refused',
    upstream: { victoriametrics: '{path}' },
    note: 'not on clusters, which show queries over several tenants to readers of others',
  },
]);

const GRAPHITE_RANGE = { from: 'once', until: 'once' } as const;
const GRAPHITE_FIND = {
  ...GRAPHITE_RANGE,
  format: 'once',
  delimiter: 'once',
  leavesOnly: 'once',
  label: 'once',
} as const;

/** @see https://docs.victoriametrics.com/victoriametrics/integrations/graphite/#graphite-api-usage */
const GRAPHITE = reads(
  'graphite',
  {
    upstream: { 'victoriametrics-cluster': '/graphite{path}', victoriametrics: '/graphite{path}' },
    severalTenants: false,
  },
  [
    {
      path: '/render',
      parameters: {
        ...GRAPHITE_RANGE,
        target: 'list',
        format: 'once',
        maxDataPoints: 'once',
        xFilesFactor: 'once',
        storage_step: 'once',
      },
      range: 'graphite',
    },
    {
      path: '/metrics/find',
      parameters: { ...GRAPHITE_FIND, query: 'once', automatic_variants: 'once', wildcards: 'once' },
      filtering: 'refused',
      range: 'graphiteNames',
    },
    {
      path: '/metrics/expand',
      parameters: { ...GRAPHITE_FIND, query: 'list', groupByExpr: 'once' },
      filtering: 'refused',
      range: 'graphiteNames',
    },
    { path: '/metrics/index.json', parameters: {}, filtering: 'refused' },
    { path: '/tags', parameters: { limit: 'once', filter: 'once' }, filtering: 'refused' },
    { path: '/tags/:tag', parameters: { limit: 'once', filter: 'once' }, filtering: 'refused' },
    { path: '/tags/findSeries', parameters: { expr: 'list', limit: 'once' } },
    { path: '/tags/autoComplete/tags', parameters: { expr: 'list', tagPrefix: 'once', limit: 'once' } },
    {
      path: '/tags/autoComplete/values',
      parameters: { expr: 'list', tag: 'once', valuePrefix: 'once', limit: 'once' },
    },
    { path: '/functions', parameters: { grouped: 'once', group: 'once' }, filtering: 'harmless' },
    { path: '/functions/:function', parameters: {}, filtering: 'harmless' },
  ]
);

/** @see https://docs.victoriametrics.com/victoriametrics/#vmui */
const VMUI = reads(
  'vmui',
  {
    methods: ['GET'],
    upstream: { 'victoriametrics-cluster': '{path}', victoriametrics: '{path}' },
    severalTenants: false,
  },
  [{ path: '/vmui/:asset', aliases: ['/prometheus/vmui/:asset'], parameters: {}, filtering: 'refused' }]
);

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const COMPRESSIONS = ['gzip', 'deflate', 'zstd', 'snappy'] as const;

function write(row: Row): Endpoint {
  return {
    aliases: [],
    api: 'write',
    methods: ['POST'],
    access: 'write',
    filtering: 'honoured',
    upstream: { 'victoriametrics-cluster': '{path}', victoriametrics: '{path}' },
    severalTenants: false,
    bound: 'pause',
    contentTypes: [],
    encodings: COMPRESSIONS,
    ...row,
  };
}

/** A write below VictoriaMetrics' `/prometheus`. */
function prometheusWrite(row: Row): Endpoint {
  return write({ aliases: [`/prometheus${row.path}`], upstream: VICTORIAMETRICS, ...row });
}

/** Datadog's agents put a slash at the end of some paths. */
function datadogWrite(row: Row): Endpoint {
  return write({ aliases: [`${row.path}/`], contentTypes: [JSON_TYPE, PROTOBUF], ...row });
}

/**
 * Everything that can be written. The labels to stamp go upstream as `extra_label` in the URL, the only place where
 * VictoriaMetrics reads them; the last one wins, and ours are the only ones.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/#how-to-import-time-series-data
 */
const WRITES: readonly Endpoint[] = [
  prometheusWrite({
    path: '/api/v1/write',
    aliases: ['/prometheus/api/v1/write', '/api/v1/push', '/prometheus/api/v1/push'],
    parameters: {},
    upstream: {
      'victoriametrics-cluster': '/prometheus/api/v1/write',
      victoriametrics: '/api/v1/write',
      mimir: '/api/v1/push',
    },
    contentTypes: [
      PROTOBUF,
      `${PROTOBUF};proto=prometheus.WriteRequest`,
      `${PROTOBUF};proto=io.prometheus.write.v2.Request`,
    ],
    encodings: ['snappy', 'zstd'],
    note: 'Prometheus remote write',
  }),
  prometheusWrite({ path: '/api/v1/import', parameters: {}, note: 'JSON lines' }),
  prometheusWrite({ path: '/api/v1/import/csv', parameters: { format: 'once' }, note: 'CSV' }),
  prometheusWrite({ path: '/api/v1/import/native', parameters: {}, note: "VictoriaMetrics' native format" }),
  prometheusWrite({
    path: '/api/v1/import/prometheus',
    parameters: { timestamp: 'once' },
    note: 'Prometheus text exposition',
  }),
  prometheusWrite({
    path: '/api/v1/import/prometheus/metrics/:grouping',
    methods: ['POST', 'PUT'],
    parameters: { timestamp: 'once' },
    note: 'Pushgateway',
  }),
  write({
    path: '/opentelemetry/v1/metrics',
    aliases: ['/opentelemetry/api/v1/push', '/otlp/v1/metrics'],
    parameters: {},
    upstream: {
      'victoriametrics-cluster': '/opentelemetry/v1/metrics',
      victoriametrics: '/opentelemetry/v1/metrics',
      mimir: '/otlp/v1/metrics',
    },
    contentTypes: [PROTOBUF, JSON_TYPE],
    encodings: ['gzip', 'zstd', 'deflate'],
    note: 'OpenTelemetry over HTTP; VictoriaMetrics takes protobuf only',
  }),
  write({
    path: '/influx/write',
    aliases: ['/write'],
    parameters: { db: 'once', precision: 'once' },
    note: 'InfluxDB line protocol',
  }),
  write({
    path: '/influx/api/v2/write',
    aliases: ['/api/v2/write'],
    parameters: { db: 'once', precision: 'once' },
    note: 'InfluxDB v2',
  }),
  datadogWrite({ path: '/datadog/api/v1/series', parameters: {} }),
  datadogWrite({ path: '/datadog/api/v2/series', parameters: {} }),
  datadogWrite({ path: '/datadog/api/beta/sketches', parameters: {} }),
  datadogWrite({ path: '/datadog/api/v1/validate', methods: ['GET', 'POST'], parameters: {}, note: 'writes nothing' }),
  datadogWrite({ path: '/datadog/api/v1/check_run', parameters: {}, note: 'writes nothing' }),
  datadogWrite({ path: '/datadog/api/v1/metadata', methods: ['GET', 'POST'], parameters: {}, note: 'writes nothing' }),
  datadogWrite({ path: '/datadog/intake', parameters: {}, note: 'writes nothing' }),
  write({
    path: '/newrelic/infra/v2/metrics/events/bulk',
    parameters: {},
    contentTypes: [JSON_TYPE],
    note: 'New Relic',
  }),
  write({ path: '/newrelic/inventory/deltas', parameters: {}, contentTypes: [JSON_TYPE], note: 'writes nothing' }),
  write({
    path: '/zabbixconnector/api/v1/history',
    parameters: {},
    stampable: false,
    note: 'Zabbix connector; refused where labels would be stamped, because VictoriaMetrics does not check how long its labels are, and a very long one swallows the stamp',
  }),
  write({
    path: '/opentsdb/api/put',
    aliases: ['/api/put'],
    parameters: {},
    upstream: { 'victoriametrics-cluster': '/opentsdb/api/put', victoriametrics: '/api/put' },
    listener: 'opentsdb',
    contentTypes: [JSON_TYPE],
    note: 'OpenTSDB over HTTP; VictoriaMetrics serves it on `-opentsdbHTTPListenAddr` only, which `opentsdb` of the backend names',
  }),
];

/** Everything that Gatehouse serves on the data listener. */
export const ENDPOINTS: readonly Endpoint[] = [...QUERYING, ...EXPORTING, ...STATUS, ...GRAPHITE, ...VMUI, ...WRITES];
