import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { backendSchema } from '../../config/schema';
import { Upstreams } from '../../gateway/forward';
import { Refusal } from '../../gateway/refusal';
import { discardUnreadBody } from '../../gateway/unreadBody';
import type { UpstreamRequest } from '../../gateway/upstreamRequest';
import { openWriteBody } from '../../gateway/writeBody';
import { createMetrics } from '../../telemetry/metrics';

/** A listener that forwards whatever it is asked, as the gateway does, and writes down how that ended. */
export interface Front {
  url: string;
  port: number;
  /** What each request ended with, in order: the status that was answered, or what was thrown. */
  results: Array<number | Error>;
  /** The lines of the log. */
  events: Array<Record<string, unknown>>;
  /** A sample of the metrics; undefined when there is none. */
  metric(name: string, labels: Record<string, string>): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface FrontOptions {
  /** Of which backend, besides its URLs. */
  backend?: Record<string, unknown>;
  /** Replaces parts of the request that is made for every client: an idempotent read of 5 s. */
  request?: Partial<UpstreamRequest>;
  stallTimeout?: number;
  /** Takes the client's body as a write. */
  writes?: { maxBytes: number };
  /** What to wait for before anything is forwarded. */
  before?: (response: ServerResponse) => Promise<unknown>;
}

export async function startFront(origins: readonly string[], options: FrontOptions = {}): Promise<Front> {
  const metrics = createMetrics('test');
  const events: Front['events'] = [];
  const write = (line: string) => void events.push(JSON.parse(line) as Record<string, unknown>);
  const backend = { name: 'one', kind: 'victoriametrics', url: origins, ...options.backend };
  const upstreams = new Upstreams({
    backends: [backendSchema.parse(backend)],
    metrics,
    logger: pino({ level: 'debug' }, { write }),
    stallTimeout: options.stallTimeout,
  });
  const results: Front['results'] = [];
  const server = await listen(async (incoming, response) => {
    try {
      await options.before?.(response);
      results.push(await upstreams.forward(toUpstream(incoming, origins, options), response));
    } catch (error) {
      results.push(error as Error);
      if (error instanceof Refusal && !response.headersSent) {
        response.writeHead(error.status, error.headers).end(error.reason);
      }
    }
    discardUnreadBody(incoming);
  });
  return {
    url: server.url,
    port: server.port,
    results,
    events,
    metric: async (name, labels) => {
      const found = (await metrics.registry.getMetricsAsJSON()).find((metric) => metric.name === name);
      const wanted = JSON.stringify(labels);
      return found?.values.find((sample) => JSON.stringify(sample.labels) === wanted)?.value;
    },
    close: async () => {
      await server.close();
      await upstreams.close();
    },
  };
}

function toUpstream(
  incoming: IncomingMessage,
  origins: readonly string[],
  { request, writes }: FrontOptions
): UpstreamRequest {
  const length = incoming.headers['content-length'];
  return {
    origins,
    method: writes === undefined ? 'GET' : 'POST',
    path: incoming.url ?? '/',
    headers: writes === undefined || length === undefined ? {} : { 'content-length': length },
    body: writes && openWriteBody(incoming, writes.maxBytes),
    bound: writes === undefined ? 'answer' : 'pause',
    timeout: 5_000,
    idempotent: writes === undefined,
    ...request,
  };
}

/** A server on a free loopback port, or on a given one. */
export interface Upstream {
  url: string;
  port: number;
  /** The paths that it was asked for, checks of its health not among them. */
  asked: string[];
  /** Stops it, and breaks off whatever it was doing. */
  close(): Promise<void>;
}

export async function startUpstream(listener: RequestListener, port = 0): Promise<Upstream> {
  const asked: string[] = [];
  const server = await listen((request, response) => {
    if (request.headers['user-agent'] === 'gatehouse-check') {
      response.end('OK');
      return;
    }
    asked.push(request.url ?? '');
    listener(request, response);
  }, port);
  return { ...server, asked };
}

/** A server that speaks no HTTP by itself: it gets each connection's first bytes. */
export async function startRawUpstream(onRequest: (socket: Socket, request: string) => void): Promise<Upstream> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('gatehouse-check')) {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      asked.push(text.split(' ')[1] ?? '');
      onRequest(socket, text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

/** A port of the loopback interface where nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await listen(() => {});
  await close();
  return port;
}

async function listen(listener: RequestListener, port = 0) {
  const server: Server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a raw connection was answered, and whether it is closed. */
export interface RawClient {
  socket: Socket;
  text(): string;
  closed: Promise<void>;
}

export function connectTo(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, text: () => text, closed };
}

/** Waits until something holds, two seconds when not told otherwise. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 2_000): Promise<void> {
  for (const deadline = Date.now() + milliseconds; !(await holds());) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${milliseconds} ms: ${holds.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
