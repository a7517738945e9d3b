/** How often a parameter may stand in a request. */
type ParameterKind = 'once' | 'list';

/** One thing that a client may ask of a backend. What is not in the table does not exist. */
export interface Endpoint {
  /** The path in single-node form; `:name` stands for one label name. */
  path: string;
  methods: ReadonlyArray<'GET' | 'POST'>;
  access: 'read';
  /** The parameters that are passed on; all others are dropped. */
  parameters: Readonly<Record<string, ParameterKind>>;
  /** True when VictoriaMetrics narrows the answer by `extra_label` and `extra_filters[]`. */
  filtersHonoured: boolean;
  /**
   * The `data` of an empty success, for endpoints that Grafana asks on every page although they cannot be narrowed:
   * `whenFiltered` answers it to subjects with filters, `always` to everybody.
   */
  emptyAnswer?: { when: 'whenFiltered' | 'always'; data: unknown };
}

const RANGE: Endpoint['parameters'] = { start: 'once', end: 'once', limit: 'once', timeout: 'once' };
const SELECTOR: Endpoint['parameters'] = { ...RANGE, 'match[]': 'list' };
const EVALUATION: Endpoint['parameters'] = {
  query: 'once',
  step: 'once',
  timeout: 'once',
  limit: 'once',
  nocache: 'once',
  round_digits: 'once',
  lookback_delta: 'once',
};

/**
 * The Prometheus querying API, as Grafana's Prometheus and VictoriaMetrics data sources use it.
 *
 * `rules` and `alerts` are proxied by VictoriaMetrics to a vmalert that knows no tenants, so nobody sees them;
 * `metadata` and `query_exemplars` know no filters.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/#prometheus-querying-api-usage
 */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    path: '/api/v1/query',
    methods: ['GET', 'POST'],
    access: 'read',
    parameters: { ...EVALUATION, time: 'once' },
    filtersHonoured: true,
  },
  {
    path: '/api/v1/query_range',
    methods: ['GET', 'POST'],
    access: 'read',
    parameters: { ...EVALUATION, start: 'once', end: 'once', max_lookback: 'once' },
    filtersHonoured: true,
  },
  { path: '/api/v1/series', methods: ['GET', 'POST'], access: 'read', parameters: SELECTOR, filtersHonoured: true },
  { path: '/api/v1/labels', methods: ['GET', 'POST'], access: 'read', parameters: SELECTOR, filtersHonoured: true },
  {
    path: '/api/v1/label/:name/values',
    methods: ['GET', 'POST'],
    access: 'read',
    parameters: SELECTOR,
    filtersHonoured: true,
  },
  {
    path: '/api/v1/query_exemplars',
    methods: ['GET', 'POST'],
    access: 'read',
    parameters: { query: 'once', start: 'once', end: 'once' },
    filtersHonoured: false,
    emptyAnswer: { when: 'whenFiltered', data: [] },
  },
  {
    path: '/api/v1/metadata',
    methods: ['GET'],
    access: 'read',
    parameters: { metric: 'once', limit: 'once', limit_per_metric: 'once' },
    filtersHonoured: false,
    emptyAnswer: { when: 'whenFiltered', data: {} },
  },
  {
    path: '/api/v1/rules',
    methods: ['GET'],
    access: 'read',
    parameters: {},
    filtersHonoured: false,
    emptyAnswer: { when: 'always', data: { groups: [] } },
  },
  {
    path: '/api/v1/alerts',
    methods: ['GET'],
    access: 'read',
    parameters: {},
    filtersHonoured: false,
    emptyAnswer: { when: 'always', data: { alerts: [] } },
  },
  {
    // Tells the kind of backend to Grafana; `2.24.0` is what VictoriaMetrics itself answers.
    path: '/api/v1/status/buildinfo',
    methods: ['GET'],
    access: 'read',
    parameters: {},
    filtersHonoured: false,
    emptyAnswer: { when: 'always', data: { version: '2.24.0' } },
  },
];
