import { once } from 'node:events';
import { type ClientRequest, createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPolicy, indexPolicy, type Subject } from '@gatehouse/model';
import { pino } from 'pino';
import { backendSchema, limitsSchema, requestsSchema } from '../config/schema';
import { notIdentified } from '../identity/identified';
import { PolicyInForce } from '../policy/policyInForce';
import { NOTHING_PUBLISHED } from '../store/policyStore';
import { createMetrics } from '../telemetry/metrics';
import { createGateway, type Gateway } from './gateway';
import type { Hazard } from './hazards';

// The upstream takes notes of what arrives and when; tests/security and tests/integration write into a real VictoriaMetrics.
interface Arrived {
  request: IncomingMessage;
  body: Buffer;
  /** True when the body came to its proper end. */
  whole: boolean;
}

const WRITE_BYTES = 64 * 1024;

let upstream: Server;
let arrived: Arrived[];
let front: Server;
let gateway: Gateway;
let policy: PolicyInForce;
let expired: boolean;
let hazards: Set<Hazard>;

const alice: Subject = { issuer: 'i', kind: 'user', id: 'alice', emailVerified: false, groups: [], claims: {} };

const tenants = [
  { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  { name: 'acme', backend: 'cluster', account: 1 },
];
const writer = (access: string, filters?: string[]) => ({
  name: access,
  principals: ['user:alice'],
  grants: [{ tenant: 'shop', access, filters }],
});

function publish(...mappings: object[]): void {
  const checked = checkPolicy({ tenants, mappings }, undefined, 0);
  if (checked.policy === undefined) {
    throw new Error(JSON.stringify(checked.problems));
  }
  policy.replace({ ...NOTHING_PUBLISHED, number: 1 }, indexPolicy(checked.policy));
}

beforeEach(async () => {
  arrived = [];
  expired = false;
  hazards = new Set();
  upstream = createServer((request, response) => {
    const note: Arrived = { request, body: Buffer.alloc(0), whole: false };
    arrived.push(note);
    request.on('data', (chunk: Buffer) => (note.body = Buffer.concat([note.body, chunk])));
    request.on('error', () => {});
    request.on('end', () => {
      note.whole = true;
      response.writeHead(204).end();
    });
  });
  const url = await listening(upstream);
  policy = new PolicyInForce();
  gateway = createGateway({
    config: {
      requests: requestsSchema.parse({ writeBytes: WRITE_BYTES, stallTimeout: '2s' }),
      limits: limitsSchema.parse({}),
      backends: [
        backendSchema.parse({ name: 'single', kind: 'victoriametrics', url }),
        backendSchema.parse({ name: 'cluster', kind: 'victoriametrics-cluster', read: [url] }),
      ],
    },
    identity: {
      identify: async () =>
        expired
          ? notIdentified('token-expired', 'the token has expired', 'token-expired')
          : { ok: true, subject: alice },
      identifyToken: async () => ({ ok: true, subject: alice }),
      identifyGrafanaUser: async () => ({ ok: true, name: 'alice', id: 'grafana/user:1', login: 'alice' }),
      states: () => [],
      warmUp: async () => {},
      close: () => {},
    },
    seen: { saw: () => undefined },
    activity: { count: () => undefined, record: () => undefined },
    policy,
    hazards: { of: () => hazards },
    metrics: createMetrics('test'),
    logger: pino({ level: 'silent' }),
  });
  front = createServer(gateway.handle);
  await listening(front);
  publish(writer('write'));
});

afterEach(async () => {
  for (const server of [front, upstream]) {
    server.close();
    server.closeAllConnections();
  }
  await gateway.close();
});

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function open(path: string, headers: Record<string, string> = {}, method = 'POST'): ClientRequest {
  const { port } = front.address() as AddressInfo;
  return httpRequest({ host: '127.0.0.1', port, path, method, headers });
}

async function answerOf(request: ClientRequest): Promise<{ status: number; text: string }> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}, method = 'POST') {
  const request = open(path, headers, method);
  request.end(body);
  return answerOf(request);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(5);
  }
}

test('a write arrives as it was sent, stamped, with nothing of the client but what it needs', async () => {
  const body = Buffer.from([0, 255, 1, 2, 3]);
  const headers = {
    Authorization: 'Bearer x',
    'Content-Type': 'application/x-protobuf',
    'Content-Encoding': 'snappy',
    AccountID: '7',
    'X-Scope-OrgID': 'other',
  };
  const path = '/api/v1/write?extra_label=tenant=globex&%65xtra_label=a=b&extra_filters[]=x';
  expect(await send(path, body, headers)).toEqual({ status: 204, text: '' });
  expect(arrived).toHaveLength(1);
  const [{ request, body: got }] = arrived as [Arrived];
  expect(request.url).toBe('/api/v1/write?extra_label=tenant%3Dshop');
  expect(got.equals(body)).toBe(true);
  expect(Object.keys(request.headers).sort()).toEqual([
    'accept-encoding',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'host',
  ]);
});

test('the filter of a write grant is stamped as well', async () => {
  publish(writer('write', ['{team="dev"}']));
  await send('/influx/write?db=x&precision=s', 'm v=1');
  expect(arrived[0]?.request.url).toBe(
    '/influx/write?extra_label=team%3Ddev&extra_label=tenant%3Dshop&db=x&precision=s'
  );
});

test('a body flows while it comes', async () => {
  const request = open('/api/v1/import');
  request.write('first');
  await until(() => arrived[0]?.body.toString() === 'first');
  request.end(' second');
  expect((await answerOf(request)).status).toBe(204);
  expect(arrived[0]).toMatchObject({ whole: true });
  expect(arrived[0]?.body.toString()).toBe('first second');
});

test('a body that is left in the middle does not look whole upstream', async () => {
  const request = open('/api/v1/import');
  request.on('error', () => {});
  request.write('half of a li');
  await until(() => arrived.length === 1);
  const closed = new Promise((resolve) => arrived[0]?.request.once('close', resolve));
  request.destroy();
  await closed;
  expect(arrived[0]).toMatchObject({ whole: false });
});

test.each([
  ['that says so', { 'Content-Length': String(WRITE_BYTES + 1) }],
  ['that does not', { 'Transfer-Encoding': 'chunked' }],
])('a body that is too long and %s is refused and does not look whole upstream', async (_name, headers) => {
  const { status, text } = await send('/api/v1/import', Buffer.alloc(WRITE_BYTES + 1, 'x'), headers);
  expect([status, text]).toEqual([413, expect.stringContaining('(body-too-large, request ')]);
  expect(arrived.filter(({ whole }) => whole)).toEqual([]);
});

test('a reader who writes and a writer who reads get 403, and the reader keeps the connection to find the answer', async () => {
  const reading = await send('/api/v1/query', 'query=up', { 'Content-Type': 'application/x-www-form-urlencoded' });
  expect([reading.status, reading.text]).toEqual([403, expect.stringContaining('(read-not-granted, request ')]);
  publish(writer('read'));
  const writing = await send('/api/v1/import', Buffer.alloc(32 * 1024, 'x'));
  expect([writing.status, writing.text]).toEqual([403, expect.stringContaining('(write-not-granted, request ')]);
  expect(arrived).toEqual([]);
});

test.each([
  ['the token expires', () => (expired = true), 401, 'token-expired'],
  ['the mapping is withdrawn', () => publish(), 403, 'no-mapping'],
  ['other labels are to be stamped', () => publish(writer('write', ['{team="dev"}'])), 403, 'policy-changed'],
])('a write that flows ends when %s', async (_name, change, status, reason) => {
  const request = open('/api/v1/import');
  request.on('error', () => {});
  request.write('before');
  await until(() => arrived.length === 1);
  change();
  const answer = await answerOf(request);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(`(${reason}, request `)]);
  expect(arrived[0]).toMatchObject({ whole: false });
  request.destroy();
});

test('a write that flows goes on when something else of the policy changes', async () => {
  const request = open('/api/v1/import');
  request.write('before');
  await until(() => arrived.length === 1);
  publish(writer('write'), { ...writer('write'), name: 'somebody-else', principals: ['user:bob'] });
  await sleep(1200);
  request.end(' after');
  expect((await answerOf(request)).status).toBe(204);
  expect(arrived[0]?.body.toString()).toBe('before after');
});

test('a hazard of the backend refuses what it endangers', async () => {
  hazards.add('stamps-evadable');
  const { status, text } = await send('/api/v1/import', 'x');
  expect([status, text]).toEqual([503, expect.stringContaining('(backend-unsafe, request ')]);
  expect(arrived).toEqual([]);
});

test('a backend without a URL for writes says so', async () => {
  publish({ name: 'm', principals: ['user:alice'], grants: [{ tenant: 'acme', access: 'write' }] });
  const { status, text } = await send('/api/v1/import', 'x');
  expect([status, text]).toEqual([503, expect.stringContaining('(write-unconfigured, request ')]);
});

test('Datadog’s check of its key is a GET', async () => {
  expect((await send('/datadog/api/v1/validate', '', {}, 'GET')).status).toBe(204);
  expect([arrived[0]?.request.method, arrived[0]?.request.url]).toEqual([
    'GET',
    '/datadog/api/v1/validate?extra_label=tenant%3Dshop',
  ]);
});
