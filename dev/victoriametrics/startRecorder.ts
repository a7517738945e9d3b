import { Agent, createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';
import { listen } from '../processes/listen';

const MAX_RECORDED_BODY_BYTES = 1024 * 1024;

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
}

export interface Recorder {
  url: string;
  /** What arrived, in order, written down before it is passed on. Tests may empty it. */
  requests: RecordedRequest[];
  close(): Promise<void>;
}

/**
 * A pass-through in front of an upstream that writes down every request, so that tests can prove what reached it, or that
 * nothing did.
 *
 * @param requests where to write; recorders can share a list
 */
export async function startRecorder(targetUrl: string, requests: RecordedRequest[] = []): Promise<Recorder> {
  const target = new URL(targetUrl);
  const prefix = target.pathname.replace(/\/$/, '');
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    record(incoming, requests);
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
  const listening = await listen(server);
  return {
    url: listening.url,
    requests,
    close: async () => {
      await listening.close();
      agent.destroy();
    },
  };
}

function record(incoming: IncomingMessage, requests: RecordedRequest[]): void {
  const url = incoming.url ?? '/';
  const query = [...new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')];
  const recorded = {
    method: incoming.method ?? 'GET',
    url,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
    ),
    parameters: query as Array<[string, string]>,
    body: undefined as string | undefined,
  };
  requests.push(recorded);
  if (!incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_RECORDED_BODY_BYTES) {
      chunks.push(chunk);
    }
  });
  incoming.on('end', () => {
    recorded.body = Buffer.concat(chunks).toString('utf8');
    recorded.parameters = [...query, ...new URLSearchParams(recorded.body)];
  });
}
