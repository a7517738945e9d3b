import { Agent, createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import { finished, pipeline } from 'node:stream';
import { listen } from '../processes/listen';

const MAX_RECORDED_BODY_BYTES = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';

// What the proxy asks a backend for by itself, to know whether it lives and what it is.
const CHECK_USER_AGENT = 'gatehouse-check';
const CHECK_PATHS = /\/(health|ready|metrics|api\/v1\/status\/buildinfo)$/;
// Whether a Mimir knows tenants shows in what it says to one that cannot be.
const CHECK_TENANT = 'gatehouse/check';

/** A request as it reached the upstream. */
export interface RecordedRequest {
  method: string;
  /** Path and query, exactly as sent. */
  url: string;
  /** Names in lower case; several lines of one name are joined. */
  headers: Readonly<Record<string, string>>;
  /** The parameters of the URL, then those of a form body, in order. */
  parameters: ReadonlyArray<readonly [name: string, value: string]>;
  /** The body of a form, up to 1 MiB; undefined for every other content type. */
  body?: string;
  /** The body of every other content type, its first 1 MiB; undefined until it has ended, and when there was none. */
  rawBody?: Buffer;
  /** How much of the body has arrived so far, in bytes as they came over the wire. */
  bodyBytes: number;
}

export interface Recorder {
  url: string;
  /** What arrived, in order, written down before it is passed on. Tests may empty it. */
  requests: RecordedRequest[];
  /** What the proxy asked for by itself, apart; see `isCheck`. */
  checks: RecordedRequest[];
  close(): Promise<void>;
}

/** Whether the proxy asks by itself, for its health and backend checks; no client's request then. */
export function isCheck({ method, url, headers }: Pick<RecordedRequest, 'method' | 'url' | 'headers'>): boolean {
  return (
    method === 'GET' &&
    headers['user-agent'] === CHECK_USER_AGENT &&
    (CHECK_PATHS.test(url) || headers['x-scope-orgid'] === CHECK_TENANT)
  );
}

/**
 * A pass-through in front of an upstream that writes down every request, so that tests can prove what reached it, or that
 * nothing did.
 *
 * @param options where to write, which recorders can share, and the port; a free one when left out
 */
export async function startRecorder(
  targetUrl: string,
  { requests = [], checks = [], port }: Partial<Pick<Recorder, 'requests' | 'checks'>> & { port?: number } = {}
): Promise<Recorder> {
  const target = new URL(targetUrl);
  const prefix = target.pathname.replace(/\/$/, '');
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    const recorded = record(incoming);
    (isCheck(recorded) ? checks : requests).push(recorded);
    const outgoing = httpRequest(
      {
        agent,
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: prefix + (incoming.url ?? '/'),
        headers: { ...incoming.headers, host: target.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => {});
      }
    );
    outgoing.on('error', (error) => {
      if (!response.headersSent) {
        response.writeHead(502, { 'content-type': 'text/plain' });
      }
      response.end(`the upstream of the recorder failed: ${error.message}\n`);
    });
    response.on('close', () => outgoing.destroy());
    pipeline(incoming, outgoing, () => {});
  });
  const listening = await listen(server, port);
  return {
    url: listening.url,
    requests,
    checks,
    close: async () => {
      await listening.close();
      agent.destroy();
    },
  };
}

function record(incoming: IncomingMessage): RecordedRequest {
  const url = incoming.url ?? '/';
  const query = [...new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')];
  const recorded: RecordedRequest = {
    method: incoming.method ?? 'GET',
    url,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
    ),
    parameters: query,
    bodyBytes: 0,
  };
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => {
    const room = MAX_RECORDED_BODY_BYTES - recorded.bodyBytes;
    if (room > 0) {
      chunks.push(chunk.subarray(0, room));
    }
    recorded.bodyBytes += chunk.length;
  });
  finished(incoming, () => {
    const body = Buffer.concat(chunks);
    if (incoming.headers['content-type']?.startsWith(FORM)) {
      recorded.body = body.toString('utf8');
      recorded.parameters = [...query, ...new URLSearchParams(recorded.body)];
    } else if (recorded.bodyBytes > 0) {
      recorded.rawBody = body;
    }
  });
  return recorded;
}
