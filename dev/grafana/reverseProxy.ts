import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';

/** Hop-by-hop headers (RFC 9110 section 7.6.1), which no proxy passes on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Headers that Grafana takes away from a proxied request (`PrepareProxyRequest`, pkg/util/proxyutil/proxyutil.go). */
const REMOVED = [
  'cookie',
  'set-cookie',
  'origin',
  'referer',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
];

/** How an upstream that cannot be reached shows: the status and an empty body (pkg/util/proxyutil/reverse_proxy.go). */
const BAD_GATEWAY = 502;

export interface Upstream {
  /** Scheme, host and port, e.g. `http://127.0.0.1:8431`. */
  origin: string;
  /** Path and query exactly as they shall go out. */
  path: string;
  /** Added to the browser's headers; replaces equal ones. A browser may have them taken away again by `Connection`. */
  headers: Record<string, string>;
  /** Changes the headers last, in lower case, when nothing of the browser's can undo it. */
  finishHeaders?: (headers: OutgoingHttpHeaders) => OutgoingHttpHeaders;
  /** Replaces an answer of the upstream, or returns undefined to pass it on. */
  replaceAnswer?: (status: number) => { status: number; body: string } | undefined;
}

/** Sends a request on to an upstream, streaming both ways, with the header rules of Grafana's reverse proxy. */
export function reverseProxy(request: IncomingMessage, response: ServerResponse, upstream: Upstream): void {
  const target = parseOrigin(upstream.origin);
  if (target === undefined) {
    response.writeHead(BAD_GATEWAY).end();
    return;
  }

  const outgoing = http.request(
    {
      host: target.hostname,
      port: target.port === '' ? 80 : target.port,
      method: request.method,
      path: upstream.path,
      headers: { ...headersFor(request, upstream), host: target.host },
    },
    (answer) => {
      const replacement = upstream.replaceAnswer?.(answer.statusCode ?? BAD_GATEWAY);
      if (replacement !== undefined) {
        answer.resume();
        response.writeHead(replacement.status, { 'content-type': 'text/plain; charset=utf-8' }).end(replacement.body);
        return;
      }
      response.writeHead(
        answer.statusCode ?? BAD_GATEWAY,
        withoutHeaders(answer.headers, [...HOP_BY_HOP, 'set-cookie'])
      );
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    }
  );
  outgoing.on('error', () => {
    if (response.headersSent) {
      response.destroy();
    } else {
      response.writeHead(BAD_GATEWAY).end();
    }
  });
  response.on('close', () => outgoing.destroy());
  request.pipe(outgoing);
}

/**
 * The headers in the order in which Grafana treats them. What `Connection` names goes after Grafana's own headers were set (Go's
 * httputil.ReverseProxy); the address of whoever asks comes after that, and the data source's settings come last.
 */
function headersFor(request: IncomingMessage, { headers: added, finishHeaders }: Upstream): OutgoingHttpHeaders {
  const { headers, socket } = request;
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const directed = {
    ...withoutHeaders(headers, REMOVED),
    'x-grafana-referer': headers.referer ?? '',
    ...lowerCaseKeys(added),
  };
  const kept = withoutHeaders(directed, [...HOP_BY_HOP, ...named]);
  const forwardedFor = [kept['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ');
  const outgoing = { ...kept, 'x-forwarded-for': forwardedFor };
  return finishHeaders?.(outgoing) ?? outgoing;
}

function withoutHeaders(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function lowerCaseKeys(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function parseOrigin(origin: string): URL | undefined {
  return URL.canParse(origin) && new URL(origin).protocol === 'http:' ? new URL(origin) : undefined;
}
