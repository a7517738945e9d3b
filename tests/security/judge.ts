import type { RecordedRequest } from '../../dev/victoriametrics';
import { type Exchange, refusalOf } from './exchange';
import { BACKENDS, type Permitted, permittedTo, visibleTo } from './senders';
import { ownersIn, type World } from './world';

/**
 * What is wrong with an exchange: something was seen or could be reached that is not the sender's (`leak`), something that
 * was refused reached the upstream (`reached`), or it ended otherwise than it must (`wrong`).
 */
export interface Problem {
  kind: 'leak' | 'reached' | 'wrong';
  what: string;
}

/** What may happen upstream before the gateway refuses: these are about the answer, or about a body that was on its way. */
const REFUSED_AFTERWARDS = new Set([
  'upstream-redirect',
  'upstream-unauthorized',
  'upstream-timeout',
  'upstream-unreachable',
  'body-too-large',
]);

/** Judges what holds for every exchange, whatever was asked. */
export function judge(world: World, exchange: Exchange): Problem[] {
  const { sender, reached } = exchange;
  const reason = refusalOf(exchange);
  const refused = reason !== undefined && reason !== 'closed' && !REFUSED_AFTERWARDS.has(reason);
  return [
    ...foreignMarks(world, exchange),
    ...(refused && reached.length > 0
      ? [{ kind: 'reached' as const, what: `refused (${reason}), but ${printReached(reached)} reached the upstream` }]
      : []),
    ...(reached.length > 1
      ? [{ kind: 'leak' as const, what: `one request became several: ${printReached(reached)}` }]
      : []),
    ...(exchange.answer.surplus.length > 0
      ? [{ kind: 'leak' as const, what: 'one request was answered twice: what came after it counted as another one' }]
      : []),
    ...reached.flatMap((request) => unconfined(request, permittedTo(sender, world))),
  ];
}

function foreignMarks(world: World, { sender, answer, text, reached }: Exchange): Problem[] {
  const permit = reached[0] && permitOf(reached[0], permittedTo(sender, world));
  const visible = new Set(permit?.owners ?? BACKENDS.flatMap((backend) => visibleTo(sender, backend)));
  const seen = ownersIn(world, `${text}\n${JSON.stringify(answer.headers)}\n${answer.surplus.toString('latin1')}`);
  const foreign = seen.filter((owner) => !visible.has(owner));
  return foreign.length === 0 ? [] : [{ kind: 'leak', what: `the answer shows series of ${foreign.join(', ')}` }];
}

/** Tells in which of the permitted ways a request stands upstream. */
export function permitOf(request: RecordedRequest, permitted: readonly Permitted[]): Permitted | undefined {
  return permitted.find(
    ({ pathPrefix, extra, access, org }) =>
      request.url.startsWith(pathPrefix) &&
      request.headers['x-scope-orgid'] === org &&
      isWrite(request) === (access === 'write') &&
      JSON.stringify(extraOf(request)) === JSON.stringify(extra)
  );
}

const WRITE_PATH =
  /^\/(?:insert\/|(?:prometheus\/)?api\/v1\/(?:write|push|import)|influx\/|write|api\/v2\/write|datadog\/|opentelemetry\/|newrelic\/|zabbixconnector\/|api\/put|opentsdb\/|otlp\/)/;

function isWrite({ url }: RecordedRequest): boolean {
  return WRITE_PATH.test(url);
}

/** Everything that VictoriaMetrics could take for a filter or a label to add, however it is spelled. */
const OURS = /^\s*(?:extra_label|extra_filters?)\b/i;

function extraOf({ parameters }: RecordedRequest) {
  return parameters.filter(([name]) => OURS.test(name));
}

/** What a parameter may be called that reaches an upstream, besides ours. */
const PARAMETERS = new Set(
  `query time start end step timeout deny_partial_response limit nocache round_digits lookback_delta max_lookback match[] metric
  limit_per_metric format max_rows_per_line reduce_mem_usage topN date focusLabel le match_pattern maxLifetime from until
  target maxDataPoints xFilesFactor storage_step delimiter leavesOnly label automatic_variants wildcards groupByExpr filter
  expr tagPrefix tag valuePrefix grouped group timestamp db precision`.split(/\s+/)
);

/** What a header may be called that reaches an upstream. */
const HEADERS = new Set([
  'host',
  'connection',
  'accept-encoding',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'x-prometheus-remote-write-version',
  'expect',
]);
/** What headers may say that say more than yes. */
const VALUES: Readonly<Record<string, RegExp>> = {
  'accept-encoding': /^(?:gzip|identity)$/,
  'content-type': /^[a-z]+\/[a-z0-9.+-]+(?:;[a-z]+=[A-Za-z0-9.-]+)?$/,
  'content-encoding': /^[a-z]+$/,
  'x-prometheus-remote-write-version': /^[0-9.]+$/,
};
const NEVER =
  /^(?:\/(?:select|insert)\/[^/]+)?(?:\/(?:prometheus|graphite))?\/(?:admin|delete|internal|snapshot|metrics$|metrics\?|flags|debug|config|targets|target_response|service-discovery|-\/|api\/v1\/admin|api\/v1\/targets|api\/v1\/status\/(?:config|flags)|tags\/(?:delSeries|tagSeries|tagMultiSeries)(?:$|[/?])|vmalert|metric-relabel-debug|target-relabel-debug)/;

function unconfined(request: RecordedRequest, permitted: readonly Permitted[]): Problem[] {
  const leak = (what: string): Problem => ({
    kind: 'leak',
    what: `${what} reached the upstream: ${printOne(request)}`,
  });
  const [path = ''] = request.url.split('?', 1);
  const permit = permitOf(request, permitted);
  const headers = Object.keys(request.headers).filter(
    (name) => !HEADERS.has(name) && (name !== 'x-scope-orgid' || permit?.org === undefined)
  );
  const unknown = request.parameters
    .filter(([name]) => !OURS.test(name) && !PARAMETERS.has(name))
    .map(([name]) => name);
  return [
    ...(permit === undefined ? [leak('a request that is not confined as it must be')] : []),
    ...(/%|\/\/|\/\.{1,2}(?:\/|$)|\\/.test(path) ? [leak('a path with more than one reading')] : []),
    ...(NEVER.test(request.url) ? [leak('a path that is nobody’s')] : []),
    ...(headers.length > 0 ? [leak(`the header ${headers.join(', ')}`)] : []),
    ...Object.entries(VALUES)
      .filter(([name, pattern]) => request.headers[name] !== undefined && !pattern.test(request.headers[name]))
      .map(([name]) => leak(`the header ${name}: ${request.headers[name]}`)),
    ...(unknown.length > 0 ? [leak(`the parameter ${unknown.join(', ')}`)] : []),
    ...(/\bupgrade\b/i.test(request.headers.connection ?? '') ? [leak('an upgrade')] : []),
  ];
}

function printReached(reached: readonly RecordedRequest[]): string {
  return reached.map(printOne).join(' and ');
}

function printOne({ method, url, body }: RecordedRequest): string {
  return `${method} ${url.slice(0, 1000)}${body === undefined || body === '' ? '' : ` with the form ${body.slice(0, 1000)}`}`;
}
