import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../dev/processes/waitFor';
import { type Redis, startRedis } from '../../dev/redis';
import { listenOnLoopback } from './support/listenOnLoopback';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const PASSWORD = 'redis-password-0123456789';
const FORM_BYTES = 2048;
const HEADER_BYTES = 16 * 1024;

const read = (tenant: string, more: object = {}) => ({ tenant, access: 'read', ...more });

/** Each test has tenants of its own, and each run, so that nothing counts for another one. */
const own = (name: string) => `${name}-${process.pid}`;

const POLICY = {
  tenants: [
    { name: own('counted'), backend: 'single', limits: { requestsPerMinute: 6 } },
    { name: own('narrow'), backend: 'single', limits: { concurrency: 2 } },
    { name: own('left'), backend: 'single', limits: { concurrency: 1 } },
    { name: own('alone'), backend: 'single', limits: { requestsPerMinute: 3 } },
    { name: own('silent'), backend: 'single', limits: { requestsPerMinute: 1000, concurrency: 5 } },
    { name: own('short'), backend: 'single', limits: { maxRange: '7d' } },
    { name: own('free'), backend: 'single' },
  ],
  mappings: [
    {
      name: 'everybody',
      principals: ['authenticated'],
      grants: ['counted', 'narrow', 'left', 'alone', 'silent', 'short'].map((tenant) => read(own(tenant))),
    },
    {
      name: own('the-few'),
      principals: ['group:few'],
      limits: { requestsPerMinute: 4 },
      grants: [read(own('free'), { limits: { requestsPerMinute: 3 } })],
    },
  ],
};

/** The upstream: answers at once, or when it is told to, which a real one cannot be. */
interface Upstream {
  url: string;
  /** Paths and queries that arrived, without those of the proxy itself. */
  asked: string[];
  holds: boolean;
  /** How many wait for their answer. */
  waiting(): number;
  /** Answers all that wait, and holds no more. */
  release(): void;
  close(): Promise<void>;
}

async function startUpstream(): Promise<Upstream> {
  const waiting: ServerResponse[] = [];
  const asked: string[] = [];
  const answer = (response: ServerResponse) => response.end('{"status":"success","data":{"result":[]}}');
  const server = createServer((request, response) => {
    request.resume();
    if (request.headers['user-agent'] === 'gatehouse-check') {
      response.end('OK');
      return;
    }
    asked.push(request.url ?? '');
    response.once('close', () => waiting.splice(waiting.indexOf(response), waiting.includes(response) ? 1 : 0));
    if (upstream.holds) {
      waiting.push(response);
    } else {
      answer(response);
    }
  });
  const upstream: Upstream = {
    ...(await listenOnLoopback(server)),
    asked,
    holds: false,
    waiting: () => waiting.length,
    release: () => {
      upstream.holds = false;
      waiting.splice(0).forEach(answer);
    },
  };
  return upstream;
}

let folder: string;
let redis: Redis;
let issuer: Issuer;
let upstream: Upstream;
let one: Proxy;
let other: Proxy;
const tokens = new Map<string, string>();

const startReplica = async (): Promise<Proxy> => {
  const proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      backends: [{ name: 'single', kind: 'victoriametrics', url: upstream.url, safety: 'vouched' }],
      limits: { store: redis.url.replace('//', '//:${REDIS_PASSWORD}@') },
      requests: { headerBytes: HEADER_BYTES, formBytes: FORM_BYTES, arrivalTimeout: '2s' },
    },
    environment: { REDIS_PASSWORD: encodeURIComponent(redis.password ?? '') },
  });
  await proxy.put(POLICY);
  return proxy;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-limits-'));
  [redis, issuer, upstream] = await Promise.all([
    startRedis({ folder, password: PASSWORD }),
    startIssuer(),
    startUpstream(),
  ]);
  for (const name of ['alice', 'bob', 'carol']) {
    tokens.set(
      name,
      await issuer.token({ sub: name, email: `${name}@acme.example`, groups: name === 'carol' ? [] : ['few'] })
    );
  }
  [one, other] = await Promise.all([startReplica(), startReplica()]);
  await Promise.all([one, other].map((proxy) => storeIs(proxy, 1)));
}, 60_000);

afterAll(async () => {
  redis.thaw();
  upstream.release();
  await Promise.all([one.stop(), other.stop()]);
  await Promise.all([redis.close(), issuer.close(), upstream.close()]);
  await rm(folder, { recursive: true, force: true });
}, 30_000);

afterEach(async () => {
  upstream.release();
  redis.thaw();
  await redis.start();
  await Promise.all([one, other].map((proxy) => storeIs(proxy, 1)));
}, 30_000);

function ask(proxy: Proxy, tenant: string, who = 'alice', query = 'query=up', signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${tokens.get(who)}` };
  return fetch(`${proxy.url}/tenant/${own(tenant)}/api/v1/query?${query}`, { headers, signal });
}

/** Its status, and of a refusal the code and the limit. */
async function told(asking: Promise<Response>): Promise<string> {
  const response = await asking;
  const [, code] = /\(([a-z-]+), request/.exec(await response.text()) ?? [];
  return [response.status, code, response.headers.get('x-gatehouse-limit')].filter(Boolean).join(' ');
}

/** Waits until the proxy says so. */
async function storeIs(proxy: Proxy, available: 0 | 1): Promise<void> {
  await waitFor(`gatehouse_limit_store_available ${available}`, async () => {
    const metrics = await (await fetch(`${proxy.adminUrl}/metrics`)).text();
    return metrics.includes(`\ngatehouse_limit_store_available ${available}\n`) ? true : undefined;
  });
}

const waitingIs = (count: number) =>
  waitFor(`${count} at the upstream`, async () => (upstream.waiting() === count ? true : undefined));

test('the requests of a tenant are counted over all subjects and replicas, and 429 says when to come back', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 10; round++) {
    outcomes.push(await told(ask(round % 2 ? one : other, 'counted', round % 3 ? 'alice' : 'bob')));
  }
  const refused = `429 limit-requests-per-minute tenant:${own('counted')}; requestsPerMinute=6`;
  expect(outcomes).toEqual([...Array.from({ length: 6 }, () => '200'), ...Array.from({ length: 4 }, () => refused)]);
  const response = await ask(one, 'counted', 'carol');
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(30);
  expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
});

test('whom a mapping lets in share its requests; who spends the own ones spends none of theirs', async () => {
  const outcomes: string[] = [];
  for (const [proxy, who, times] of [
    [one, 'alice', 3],
    [other, 'alice', 3],
    [other, 'bob', 2],
  ] as const) {
    for (let round = 0; round < times; round++) {
      outcomes.push(await told(ask(proxy, 'free', who)));
    }
  }
  const spent = '429 limit-requests-per-minute subject; requestsPerMinute=3';
  expect(outcomes).toEqual([
    ...['200', '200', '200', spent, spent, spent],
    ...['200', '429 limit-requests-per-minute mapping; requestsPerMinute=4'],
  ]);
  expect(other.events('request-refused').at(-1)).toMatchObject({
    cause: `limit mapping:${own('the-few')}; requestsPerMinute=4`,
    tenants: [own('free')],
  });
});

test('the places of a tenant are counted over all replicas, and come back however a request ends', async () => {
  const full = `429 limit-concurrency tenant:${own('narrow')}; concurrency=2`;
  upstream.holds = true;
  const leaving = new AbortController();
  const held = [ask(one, 'narrow'), ask(other, 'narrow', 'bob', 'query=up', leaving.signal).catch(() => undefined)];
  await waitingIs(2);
  expect(await told(ask(one, 'narrow', 'carol'))).toBe(full);
  expect(await told(ask(other, 'narrow', 'carol'))).toBe(full);
  leaving.abort();
  await waitingIs(1);
  upstream.holds = false;
  await waitFor('a place', async () => ((await told(ask(one, 'narrow', 'carol'))) === '200' ? true : undefined));
  upstream.release();
  expect((await held[0])?.status).toBe(200);
});

test('the places of a replica that is killed come back', async () => {
  const killed = await startReplica();
  await storeIs(killed, 1);
  upstream.holds = true;
  const broken = ask(killed, 'left').catch(() => undefined);
  await waitingIs(1);
  expect(await told(ask(one, 'left'))).toMatch(/^429/);
  await killed.kill();
  await broken;
  upstream.release();
  await waitFor('the place', async () => ((await told(ask(one, 'left'))) === '200' ? true : undefined), {
    timeoutMilliseconds: 40_000,
    everyMilliseconds: 500,
  });
}, 60_000);

test('while Redis is away requests go on, and each replica counts for itself', async () => {
  const seen = one.events('limit-store-unavailable').length;
  expect(await told(ask(one, 'alone'))).toBe('200');
  await redis.stop();
  await Promise.all([storeIs(one, 0), storeIs(other, 0)]);
  for (const proxy of [one, other]) {
    const outcomes = [];
    for (let round = 0; round < 4; round++) {
      outcomes.push((await told(ask(proxy, 'alone'))).slice(0, 3));
    }
    expect(outcomes).toEqual(['200', '200', '200', '429']);
  }
  await redis.start();
  await Promise.all([storeIs(one, 1), storeIs(other, 1)]);
  expect(one.events('limit-store-unavailable')).toHaveLength(seen + 1);
  expect(one.events('limit-store-available')).toHaveLength(seen + 2);
  const together = [];
  for (let round = 0; round < 5; round++) {
    together.push((await told(ask(round % 2 ? one : other, 'alone'))).slice(0, 3));
  }
  // A Redis that was given kept the request from before.
  expect(together.slice(-2)).toEqual(['429', '429']);
  expect(together.filter((outcome) => outcome === '200').length).toBeGreaterThanOrEqual(2);
}, 60_000);

test('a Redis that does not answer makes nobody wait', async () => {
  expect(await told(ask(one, 'silent'))).toBe('200');
  redis.freeze();
  const asked = performance.now();
  expect(await told(ask(one, 'silent'))).toBe('200');
  // 120 ms, and a lot for a busy machine.
  expect(performance.now() - asked).toBeLessThan(2000);
  await storeIs(one, 0);
  redis.thaw();
  await storeIs(one, 1);
});

test('a range that is too long, in whatever way it is asked for, never reaches the upstream', async () => {
  upstream.asked.length = 0;
  const from = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
  const headers = { authorization: `Bearer ${tokens.get('alice')}` };
  const outcomes = await Promise.all(
    [
      'query?query=max_over_time(x[8d])',
      'query?query=x+offset+8d',
      `query_range?query=x&step=60&start=${from(8 * 86_400)}`,
      `series?match[]=x&start=${from(8 * 86_400)}`,
      'export?match[]=x',
      'query?query=WITH+(w=90d)+x[w]',
      'query?query=max_over_time(x[7d])',
      `query_range?query=x&step=60&start=${from(6 * 86_400)}`,
    ].map((path) => told(fetch(`${one.url}/tenant/${own('short')}/api/v1/${path}`, { headers })))
  );
  const tooLong = `422 limit-max-range tenant:${own('short')}; maxRange=7d`;
  expect(outcomes).toEqual([tooLong, tooLong, tooLong, tooLong, tooLong, '400 range-unclear', '200', '200']);
  expect(upstream.asked).toHaveLength(2);
});

test("Redis' password stands in no log", async () => {
  expect(one.events('limit-store-available').length).toBeGreaterThan(0);
  expect(one.logs() + other.logs()).not.toContain(redis.password ?? PASSWORD);
});

describe('sizes and slowness', () => {
  /** Sends bytes and waits for the end of the connection; answers what came. */
  function send(...parts: string[]): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(one.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString('latin1')));
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
      parts.forEach((part) => socket.write(part));
    });
  }
  const statusOf = (answer: string) => answer.split(' ', 2)[1];
  const head = (more: string) =>
    `POST /tenant/${own('silent')}/api/v1/query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens.get('alice')}\r\n` +
    `Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n${more}\r\n`;

  beforeEach(() => {
    upstream.asked.length = 0;
  });
  const nothingArrived = () => expect(upstream.asked).toEqual([]);

  test('headers of more than headerBytes get 431', async () => {
    expect(statusOf(await send(head(`X-Long: ${'x'.repeat(HEADER_BYTES)}\r\n`)))).toBe('431');
    nothingArrived();
  });

  test.each([
    ['says so', `Content-Length: ${FORM_BYTES + 1}\r\n`, ''],
    [
      'comes in chunks',
      'Transfer-Encoding: chunked\r\n',
      `${(FORM_BYTES + 1).toString(16)}\r\n${'x'.repeat(FORM_BYTES + 1)}\r\n0\r\n\r\n`,
    ],
  ])('a form of more than formBytes that %s gets 413', async (_name, header, body) => {
    const answer = await send(head(header), body);
    expect(statusOf(answer)).toBe('413');
    expect(answer).toContain('(body-too-large, request ');
    nothingArrived();
  });

  test('a form of formBytes passes', async () => {
    const body = `query=${'x'.repeat(FORM_BYTES - 6)}`;
    expect(statusOf(await send(head(`Content-Length: ${FORM_BYTES}\r\n`), body))).toBe('200');
  });

  test.each([
    ['a head', () => `GET /tenant/${own('silent')}/api/v1/query?query=up HTTP/1.1\r\nHost: x\r\n`],
    ['a form', () => `${head('Content-Length: 10\r\n')}query`],
  ])(
    '%s that does not arrive in time gets 408, and nothing reaches the upstream',
    async (_name, part) => {
      expect(statusOf(await send(part()))).toBe('408');
      nothingArrived();
    },
    20_000
  );
});
