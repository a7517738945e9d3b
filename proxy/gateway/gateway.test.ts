import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { checkPolicy, indexPolicy, type Subject } from '@gatehouse/model';
import { pino } from 'pino';
import { RecentRefusals } from '../activity/recentRefusals';
import type { FinishedRequest } from '../activity/requestCounts';
import type { Identity } from '../identity/identity';
import { backendSchema, limitsSchema, requestsSchema } from '../config/schema';
import { PolicyInForce } from '../policy/policyInForce';
import { NOTHING_PUBLISHED } from '../store/policyStore';
import { createMetrics } from '../telemetry/metrics';
import { createGateway, type Gateway } from './gateway';

// The upstream here misbehaves in ways that a real VictoriaMetrics cannot be made to; tests/security asks a real one.
const alice: Subject = { issuer: 'i', kind: 'user', id: 'alice', emailVerified: false, groups: [], claims: {} };

const identity: Identity = {
  identify: async () => ({ ok: true, subject: alice }),
  identifyToken: async () => ({ ok: true, subject: alice }),
  identifyGrafanaUser: async () => ({ ok: true, name: 'alice', id: 'grafana/user:1', login: 'alice' }),
  states: () => [],
  warmUp: async () => {},
  close: () => {},
};

let upstream: Server;
let answer: RequestListener;
let received: IncomingMessage[];
let gateway: Gateway;
let front: Server;
let policy: PolicyInForce;
let logLines: string[];
let activity: RecentRefusals;
let counted: FinishedRequest[];

function publish(mappings: object[], number = 1): void {
  const tenants = [{ name: 'node', backend: 'single' }];
  const checked = checkPolicy({ tenants, mappings }, undefined, 0);
  if (checked.policy === undefined) {
    throw new Error(JSON.stringify(checked.problems));
  }
  policy.replace({ ...NOTHING_PUBLISHED, number }, indexPolicy(checked.policy));
}

const everything = { name: 'all', principals: ['user:alice'], grants: [{ tenant: 'node', access: 'read' }] };

beforeEach(async () => {
  received = [];
  logLines = [];
  activity = new RecentRefusals(0);
  counted = [];
  answer = (_request, response) => void response.end('{"status":"success"}');
  upstream = await listen((request, response) => {
    received.push(request);
    answer(request, response);
  });
  policy = new PolicyInForce();
  gateway = createGateway({
    config: {
      requests: requestsSchema.parse({ stallTimeout: '200ms' }),
      limits: limitsSchema.parse({}),
      backends: [backendSchema.parse({ name: 'single', kind: 'victoriametrics', url: urlOf(upstream) })],
    },
    identity,
    seen: { saw: () => undefined },
    activity: { record: (refusal) => activity.record(refusal), count: (request) => counted.push(request) },
    policy,
    hazards: { of: () => new Set() },
    metrics: createMetrics('test'),
    logger: pino({ level: 'debug' }, { write: (line: string) => void logLines.push(line) }),
  });
  front = await listen(gateway.handle);
  publish([everything]);
});

afterEach(async () => {
  for (const server of [front, upstream]) {
    server.close();
    server.closeAllConnections();
  }
  await gateway.close();
});

function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (path = '/api/v1/query?query=up', init: RequestInit = {}) => fetch(urlOf(front) + path, init);

async function refusal(response: Response): Promise<[number, string]> {
  const { status, error } = (await response.json()) as { status: string; error: string };
  expect(status).toBe('error');
  expect(error).toContain(String(response.headers.get('x-gatehouse-request-id')));
  return [response.status, /\(([a-z0-9-]+), request [0-9a-f]{16}\)$/.exec(error)?.[1] ?? error];
}

test('passes the answer on as it comes, before it is complete', async () => {
  let finish = () => {};
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-internal': 'secret', 'set-cookie': 'a=b' });
    response.write('first');
    finish = () => void response.end('last');
  };
  const response = await ask();
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
  finish();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect([response.headers.get('x-internal'), response.headers.get('set-cookie')]).toEqual([null, null]);
});

test('sends nothing of the client upstream but the endpoint, its parameters and whether it takes gzip', async () => {
  await ask('/api/v1/query?query=up&trace=1', {
    headers: {
      authorization: 'Bearer secret',
      'x-id-token': 'secret',
      'x-grafana-id': 'secret',
      cookie: 'secret=1',
      accountid: '2',
      'x-scope-orgid': 'other',
      'x-forwarded-for': '1.2.3.4',
      'x-http-method-override': 'DELETE',
      'user-agent': 'client',
      'accept-encoding': 'gzip, br',
    },
  });
  const [request] = received;
  expect(request?.url).toBe('/api/v1/query?query=up');
  expect(request?.headers).toEqual({
    host: new URL(urlOf(upstream)).host,
    connection: 'keep-alive',
    'accept-encoding': 'gzip',
  });
});

test('drops the body of a GET', async () => {
  const response = await new Promise<IncomingMessage>((resolve) => {
    const request = httpRequest(
      `${urlOf(front)}/api/v1/query?query=up`,
      { headers: { 'content-length': 25 } },
      resolve
    );
    request.end('extra_filters[]={a=~".*"}');
  });
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(received[0]?.headers).not.toHaveProperty('content-length');
});

test.each<[string, RequestInit, number, string]>([
  ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }, 415, 'content-type'],
  ['multipart', { body: new FormData() }, 415, 'content-type'],
  ['text', { body: 'query=up', headers: { 'content-type': 'text/plain' } }, 415, 'content-type'],
  ['bytes without a type', { body: new Blob(['query=up']) }, 415, 'content-type'],
  [
    'another charset',
    { body: 'query=up', headers: { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' } },
    415,
    'content-type',
  ],
  [
    'a compressed form',
    { body: 'x', headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' } },
    415,
    'content-encoding',
  ],
  [
    'invalid UTF-8',
    { body: Buffer.from([0x61, 0xff]), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    400,
    'parameter-malformed',
  ],
  [
    'more than 1 MiB',
    { body: `query=${'x'.repeat(1024 * 1024)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    413,
    'body-too-large',
  ],
])('refuses a POST of %s, and nothing reaches the upstream', async (_name, init, status, reason) => {
  expect(await refusal(await ask('/api/v1/query', { method: 'POST', ...init }))).toEqual([status, reason]);
  expect(received).toEqual([]);
});

test('takes a POST without a body, whose parameters stand in the URL', async () => {
  expect((await ask('/api/v1/query?query=up', { method: 'POST' })).status).toBe(200);
  expect([received[0]?.method, received[0]?.url]).toEqual(['POST', '/api/v1/query']);
});

test.each<[string, RequestListener, number, string]>([
  [
    'redirects',
    (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    502,
    'upstream-redirect',
  ],
  ['wants credentials', (_request, response) => void response.writeHead(401).end(), 502, 'upstream-unauthorized'],
  ['hangs up', (request) => void request.socket.destroy(), 502, 'upstream-unreachable'],
])('an upstream that %s gives no data', async (_name, listener, status, reason) => {
  answer = listener;
  expect(await refusal(await ask())).toEqual([status, reason]);
});

test('an upstream that is away gives 502, and works again when it is back', async () => {
  const { port } = upstream.address() as AddressInfo;
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  expect(await refusal(await ask())).toEqual([502, 'upstream-unreachable']);
  await new Promise<void>((resolve) => upstream.listen(port, '127.0.0.1', resolve));
  expect((await ask()).status).toBe(200);
});

test('an answer that breaks off upstream breaks off here, never looking complete', async () => {
  answer = (_request, response) => {
    response.write('{"status":"success","data":');
    setTimeout(() => response.destroy(), 20);
  };
  const response = await ask();
  await expect(response.text()).rejects.toThrow();
});

test('a client that leaves ends the request upstream', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (request, response) => {
      request.socket.once('close', () => resolve());
      response.write('first');
    };
  });
  const abort = new AbortController();
  const response = await ask(undefined, { signal: abort.signal });
  await response.body?.getReader().read();
  abort.abort();
  await closed;
});

test('a client that leaves while sending its form is no error of ours', async () => {
  const socket = connect(Number(new URL(urlOf(front)).port), '127.0.0.1');
  socket.write(
    'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nquery='
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  for (const deadline = Date.now() + 2_000; logLines.length === 0 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(logLines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ level: 20, event: 'client-left' }),
  ]);
  expect(received).toEqual([]);
});

test('errors of the upstream reach the client as they are', async () => {
  answer = (_request, response) =>
    void response.writeHead(422, { 'content-type': 'application/json' }).end('{"status":"error"}');
  const response = await ask();
  expect([response.status, await response.text()]).toEqual([422, '{"status":"error"}']);
});

test('a revoked mapping is refused at the next request', async () => {
  expect((await ask()).status).toBe(200);
  publish([], 2);
  expect(await refusal(await ask())).toEqual([403, 'no-mapping']);
  expect(received).toHaveLength(1);
});

test('a mapping that is revoked while a form comes in slowly is refused', async () => {
  const socket = connect(Number(new URL(urlOf(front)).port), '127.0.0.1');
  socket.write(
    'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nq'
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  publish([], 2);
  socket.write('uery=up');
  const [chunk] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])));
  socket.destroy();
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 403 /);
  expect(received).toEqual([]);
});

test('a client that takes nothing of its answer is cut off and frees its place upstream', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (request, response) => {
      request.socket.once('close', () => resolve());
      response.write(Buffer.alloc(64 * 1024 * 1024));
    };
  });
  const socket = connect(Number(new URL(urlOf(front)).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write('GET /api/v1/query?query=up HTTP/1.1\r\nHost: x\r\n\r\n');
  await closed;
  socket.destroy();
});

test('an empty tenant header names no tenant of anybody', async () => {
  const headers = { 'x-gatehouse-tenant': '' };
  expect(await refusal(await ask(undefined, { headers }))).toEqual([403, 'tenant-not-granted']);
  expect((await ask()).status).toBe(200);
  expect(await refusal(await ask(undefined, { headers }))).toEqual([403, 'tenant-not-granted']);
});

test('before the policy was read everything is refused with 503', async () => {
  const cold = createGateway({
    config: { backends: [], requests: requestsSchema.parse({}), limits: limitsSchema.parse({}) },
    hazards: { of: () => new Set() },
    identity,
    seen: { saw: () => undefined },
    activity: { record: (refusal) => activity.record(refusal), count: (request) => counted.push(request) },
    policy: new PolicyInForce(),
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
  });
  const server = await listen(cold.handle);
  expect(await refusal(await fetch(`${urlOf(server)}/api/v1/query`))).toEqual([503, 'policy-unavailable']);
  server.close();
});

test('an upgrade is refused', async () => {
  const socket = connect(Number(new URL(urlOf(front)).port), '127.0.0.1');
  socket.write('GET /api/v1/query?query=up HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  const [chunk] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])));
  socket.destroy();
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /);
  expect(received).toEqual([]);
});

test.each([
  ['two Host headers', 'GET /api/v1/query?query=up HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 'header-repeated'],
  [
    'a coding beside chunked',
    'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n',
    'transfer-coding',
  ],
])('%s could be read in two ways, and are refused', async (_name, bytes, reason) => {
  const socket = connect(Number(new URL(urlOf(front)).port), '127.0.0.1');
  socket.write(bytes);
  const [chunk] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])));
  socket.destroy();
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /);
  expect(chunk.toString()).toMatch(reason);
  expect(received).toEqual([]);
});

test('a refusal is one log line with its reason and id, without the query', async () => {
  publish([]);
  const response = await ask('/api/v1/query?query=top_secret');
  const line = JSON.parse(logLines.at(-1) ?? '{}') as Record<string, unknown>;
  expect(line).toMatchObject({
    event: 'request-refused',
    requestId: response.headers.get('x-gatehouse-request-id'),
    endpoint: '/api/v1/query',
    subject: 'alice',
    status: 403,
    reason: 'no-mapping',
  });
  expect(logLines.join('')).not.toContain('top_secret');
});

test('a refusal is kept under the id that was answered, without the query', async () => {
  publish([{ name: 'none', principals: ['user:alice'], effect: 'deny' }, everything]);
  const response = await ask('/api/v1/query?query=top_secret', { method: 'POST' });
  const requestId = String(response.headers.get('x-gatehouse-request-id'));
  expect(activity.find(requestId)).toEqual({
    at: expect.any(Number),
    requestId,
    method: 'POST',
    endpoint: '/api/v1/query',
    subject: { issuer: 'i', kind: 'user', id: 'alice', label: 'alice' },
    tenants: [],
    mappings: ['none'],
    revision: expect.any(Number),
    status: 403,
    code: 'denied',
    reason: 'denied',
    detail: expect.stringContaining('alice'),
    address: expect.stringContaining('127.0.0.1'),
  });
  await ask('/nowhere/at/all?query=top_secret');
  expect(activity.list({}, undefined, 9).refusals).toMatchObject([
    { refusal: { endpoint: '/nowhere/at/all', subject: undefined, reason: 'endpoint-unknown' } },
    { refusal: { requestId } },
  ]);
  expect(JSON.stringify(activity.list({}, undefined, 9))).not.toContain('top_secret');
});

test('what was allowed is no refusal', async () => {
  expect((await ask()).status).toBe(200);
  expect(activity.size).toBe(0);
});

test('a place under a concurrency limit is free again however a request ends', async () => {
  publish([{ ...everything, grants: [{ tenant: 'node', access: 'read', limits: { concurrency: 1 } }] }], 2);
  answer = (request) => void request.socket.destroy();
  expect(await refusal(await ask())).toEqual([502, 'upstream-unreachable']);
  answer = (_request, response) => void response.end('ok');
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
});

test('forms that come slowly count as requests: no subject keeps more of them in memory than it may have', async () => {
  const port = Number(new URL(urlOf(front)).port);
  const head =
    'POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n';
  const sockets = Array.from({ length: 64 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  sockets.forEach((socket) => socket.write(`${head}query=`));
  const refusals = async () => (await ask()).status;
  while ((await refusals()) !== 429) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  sockets.forEach((socket) => socket.destroy());
  while ((await refusals()) !== 200) {
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test('every request is counted by who asked, what they named and what came of it, without the query', async () => {
  publish([everything]);
  const response = await ask('/tenant/node/api/v1/query?query=top_secret');
  await ask('/tenant/top_secret/api/v1/query?query=top_secret');
  await ask('/nowhere/top_secret?query=top_secret');
  expect(counted).toMatchObject([
    {
      requestId: response.headers.get('x-gatehouse-request-id'),
      method: 'GET',
      subject: { id: 'alice' },
      access: 'read',
      tenant: 'node',
      endpoint: '/api/v1/query',
      outcome: 'allowed',
      mappings: ['all'],
      revision: expect.any(Number),
    },
    { tenant: undefined, endpoint: '/api/v1/query', outcome: 'tenant-not-granted' },
    { subject: undefined, endpoint: 'unknown', outcome: 'endpoint-unknown', revision: undefined },
  ]);
  expect(JSON.stringify(counted)).not.toContain('top_secret');
});
