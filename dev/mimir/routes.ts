/** A request as the routes see it. */
export interface Asked {
  /** What the variable part of the path says. */
  part: string;
  /** The tenants, sorted; empty where none is needed. */
  ids: readonly string[];
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What is answered; `data` in Prometheus' envelope, `text` as it is. */
export type Answered = { status?: number; headers?: Record<string, string> } & ({ data: unknown } | { text: string });

export interface Route {
  path: RegExp;
  methods: readonly string[];
  /** How many tenants it can be asked of; none: `X-Scope-OrgID` is not needed. */
  tenants: 'none' | 'one' | 'several';
  answer(asked: Asked): Answered;
}

const QUERY = '/prometheus/api/v1';
const PROTOBUF = /^application\/x-protobuf(;\s*proto=prometheus\.WriteRequest)?$/;

// As every instant query would give it, so that tests see whose data was asked for.
const METRIC = 'stand_in_of_mimir';

/** Federated answers name the tenant in a label, others do not. */
function labelsOf(ids: readonly string[], org: string): Record<string, string> {
  return { __name__: METRIC, org, ...(ids.length > 1 ? { __tenant_id__: org } : {}) };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function valuesOf(label: string, ids: readonly string[]): readonly string[] {
  switch (label) {
    case '__name__':
      return [METRIC];
    case 'org':
      return ids;
    case '__tenant_id__':
      return ids.length > 1 ? ids : [];
    default:
      return [];
  }
}

/** Remote write 1.0 is snappy in protobuf (https://prometheus.io/docs/specs/prw/remote_write_spec/). */
function push({ headers }: Asked): Answered {
  if (!PROTOBUF.test(String(headers['content-type']))) {
    return { status: 415, text: `unsupported content type: ${String(headers['content-type'])}\n` };
  }
  return headers['content-encoding'] === 'snappy'
    ? { text: '' }
    : { status: 415, text: `unsupported content encoding: ${String(headers['content-encoding'])}\n` };
}

function pushOtlp({ headers }: Asked): Answered {
  if (!['application/x-protobuf', 'application/json'].includes(String(headers['content-type']))) {
    return { status: 415, text: `unsupported content type: ${String(headers['content-type'])}\n` };
  }
  return [undefined, 'gzip'].includes(headers['content-encoding'] as string | undefined)
    ? { headers: { 'content-type': String(headers['content-type']) }, text: '' }
    : { status: 415, text: `unsupported compression: ${String(headers['content-encoding'])}\n` };
}

const route = (
  tenants: Route['tenants'],
  methods: readonly string[],
  path: string,
  answer: Route['answer']
): Route => ({ tenants, methods, path: new RegExp(`^${path}$`), answer });

const READ = ['GET', 'POST'];

/**
 * The parts of Mimir's API that queries and writes use; everything else is 404 (https://grafana.com/docs/mimir/latest/references/http-api/).
 * The ruler and the distributor serve one tenant at a time.
 */
export const ROUTES: readonly Route[] = [
  route('several', READ, `${QUERY}/query`, ({ ids }) => ({
    data: { resultType: 'vector', result: ids.map((org) => ({ metric: labelsOf(ids, org), value: [seconds(), '1'] })) },
  })),
  route('several', READ, `${QUERY}/query_range`, ({ ids }) => ({
    data: {
      resultType: 'matrix',
      result: ids.map((org) => ({ metric: labelsOf(ids, org), values: [[seconds(), '1']] })),
    },
  })),
  route('several', READ, `${QUERY}/series`, ({ ids }) => ({ data: ids.map((org) => labelsOf(ids, org)) })),
  route('several', READ, `${QUERY}/labels`, ({ ids }) => ({ data: Object.keys(labelsOf(ids, '')).sort() })),
  route('several', ['GET'], `${QUERY}/label/([^/]+)/values`, ({ part, ids }) => ({ data: valuesOf(part, ids) })),
  route('several', READ, `${QUERY}/query_exemplars`, () => ({ data: [] })),
  route('several', ['GET'], `${QUERY}/metadata`, ({ ids }) => ({
    data: Object.fromEntries(ids.map((org) => [`${METRIC}_${org}`, [{ type: 'gauge', help: org, unit: '' }]])),
  })),
  route('several', READ, `${QUERY}/format_query`, () => ({ data: METRIC })),
  route('several', READ, `${QUERY}/cardinality/(label_names|label_values|active_series)`, ({ ids }) => ({ data: ids })),
  route('one', ['GET'], `${QUERY}/rules`, ({ ids }) => ({
    data: { groups: ids.map((org) => ({ name: org, file: org, rules: [] })) },
  })),
  route('one', ['GET'], `${QUERY}/alerts`, ({ ids }) => ({
    data: { alerts: ids.map((org) => ({ labels: { alertname: org }, state: 'firing' })) },
  })),
  route('one', ['POST'], '/api/v1/push', push),
  route('one', ['POST'], '/otlp/v1/metrics', pushOtlp),
  route('none', ['GET'], '(/prometheus)?/api/v1/status/buildinfo', () => ({
    data: { application: 'Grafana Mimir', version: '2.17.0', revision: 'stand-in', features: {} },
  })),
  route('none', ['GET'], '/ready', () => ({ text: 'ready\n' })),
  route('none', ['GET'], '/metrics', () => ({
    text: 'cortex_build_info{branch="stand-in",revision="stand-in",version="2.17.0"} 1\n',
  })),
];
