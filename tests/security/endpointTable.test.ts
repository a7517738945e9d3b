import { ENDPOINTS } from '../../proxy/gateway/endpoints';
import { type Backends, startBackends } from './backends';
import {
  READ_EXPECTATIONS,
  type ReadExpectation,
  WRITE_EXPECTATIONS,
  type WriteExpectation,
} from './endpointExpectations';
import { type Exchange, exchange, refusalOf } from './exchange';
import { judge } from './judge';
import { RawConnection } from './rawConnection';
import { rawRequest } from './rawRequest';
import type { Sender } from './senders';
import { type Stack, startStack } from './stack';
import { ownersIn, printTenant } from './world';

let backends: Backends;
let stack: Stack;
let connection: RawConnection;

beforeAll(async () => {
  backends = await startBackends({ references: false });
  stack = await startStack(backends);
  connection = new RawConnection(stack.port);
}, 60_000);

afterAll(async () => {
  connection.close();
  await stack.close();
  await backends.close();
}, 30_000);

type Place = 'cluster' | 'single' | 'mimir';
const PLACES: readonly Place[] = ['cluster', 'single', 'mimir'];

/** Who reads a part of a tenant, who reads one whole, who may write: on each kind of backend. */
const FILTERED: Partial<Record<Place, Sender>> = { cluster: 'alice', single: 'alice' };
const WHOLE: Record<Place, Sender> = { cluster: 'bob', single: 'nora', mimir: 'mia' };
const WRITER: Record<Place, Sender> = { cluster: 'wanda', single: 'wanda', mimir: 'mona' };

type Expectation = ReadExpectation | WriteExpectation;

/** Every way in which a row can be asked for: each path with each method. */
function waysOf({ path, aliases, methods, part }: Expectation): Array<readonly [method: string, path: string]> {
  return [path, ...aliases].flatMap((one) =>
    methods.map((method) => [method, one.replace(/:[a-z]+/, part ?? '')] as const)
  );
}

function queryOf({ query = '' }: Pick<Expectation, 'query'>): string {
  const now = backends.world.now / 1000;
  return query.replace('{start}', String(now - 300)).replace('{end}', String(now));
}

async function ask(
  from: Sender,
  place: Place,
  method: string,
  path: string,
  expectation: Expectation
): Promise<Exchange> {
  const query = queryOf(expectation);
  const reads = 'filtered' in expectation;
  const inForm = reads && method === 'POST';
  const headers = reads
    ? inForm
      ? ['Content-Type: application/x-www-form-urlencoded']
      : []
    : (expectation.headers ?? []);
  const bytes = rawRequest({
    line: `${method} /backend/${place}${path}${inForm || query === '' ? '' : `?${query}`}`,
    headers: [`Authorization: Bearer ${backends.tokenOf(from) ?? ''}`, ...(reads || method !== 'GET' ? headers : [])],
    body: reads ? (inForm ? query : '') : method === 'GET' ? '' : expectation.body,
  });
  const result = await exchange(backends, connection, from, bytes);
  expect(judge(backends.world, result)).toEqual([]);
  return result;
}

function expectRefused(result: Exchange, status: number, reason: string): void {
  expect([result.answer.status, refusalOf(result), result.reached.length]).toEqual([status, reason, 0]);
}

function expectOwn(result: Exchange, data: unknown): void {
  expect([result.answer.status, result.reached.length]).toEqual([200, 0]);
  expect(JSON.parse(result.text)).toEqual({ status: 'success', data });
}

/** What VictoriaMetrics answers when it is asked without Gatehouse. */
async function askedDirectly(
  { method, url, headers, body, rawBody }: Exchange['reached'][number],
  origin: string
): Promise<number> {
  const passed = Object.entries(headers).filter(([name]) => name.startsWith('content-') && name !== 'content-length');
  const response = await fetch(origin + url, {
    method,
    headers: Object.fromEntries(passed),
    body: method === 'GET' ? undefined : (body ?? (rawBody === undefined ? undefined : new Uint8Array(rawBody))),
  });
  await response.arrayBuffer();
  backends.forget();
  return response.status;
}

/** Exactly this path was asked for, once, and the answer is VictoriaMetrics' own. */
async function expectUpstream(result: Exchange, place: Place, path: string, expectation: Expectation): Promise<void> {
  expect(result.reached.map(({ url }) => url.split('?', 1)[0])).toEqual([path]);
  expect(refusalOf(result)).toBeUndefined();
  const [request] = result.reached;
  if (place === 'mimir' || request === undefined) {
    return;
  }
  const writes = !('filtered' in expectation);
  const { cluster, node } = backends;
  const opentsdb = expectation.path === '/opentsdb/api/put';
  const ofCluster = opentsdb ? cluster.opentsdbUrl : writes ? cluster.insertUrl : cluster.selectUrl;
  const ofNode = opentsdb ? node.opentsdbUrl : node.url;
  expect(await askedDirectly(request, place === 'cluster' ? ofCluster : ofNode)).toBe(result.answer.status);
  // Without a version it is Debian's.
  const { version } = await versionOf(node.url);
  expect([path, result.answer.status < 300]).toEqual([path, version !== '' || expectation.lacking !== true]);
}

async function versionOf(url: string): Promise<{ version: string }> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return { version: /short_version="([^"]*)"/.exec(metrics)?.[1] ?? '' };
}

function upstreamPath(place: Place, expectation: Expectation, tenant: 'acme' | 'globex'): string | undefined {
  const path = expectation[place];
  const component = 'filtered' in expectation ? 'select' : 'insert';
  return place === 'cluster' && path !== undefined
    ? `/${component}/${printTenant(backends.world[tenant])}${path}`
    : path;
}

test('every row of the table of endpoints has an expectation, with its aliases and methods, and the other way round', () => {
  const outline = (rows: ReadonlyArray<{ path: string; aliases: readonly string[]; methods: readonly string[] }>) =>
    rows
      .map(({ path, aliases, methods }) => [path, [...aliases].sort(), [...methods].sort()])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const ofAccess = (access: string) => ENDPOINTS.filter((endpoint) => endpoint.access === access);
  expect(outline(READ_EXPECTATIONS)).toEqual(outline(ofAccess('read')));
  expect(outline(WRITE_EXPECTATIONS)).toEqual(outline(ofAccess('write')));
});

const lacking = ({ lacking: is }: Expectation) =>
  is === true ? ' (VictoriaMetrics 1.79 does not have it: there the path alone is seen)' : '';
const reads = READ_EXPECTATIONS.flatMap((one) =>
  PLACES.map((place) => [`${one.path} on ${place}${lacking(one)}`, place, one] as const)
);
const writes = WRITE_EXPECTATIONS.flatMap((one) =>
  PLACES.map((place) => [`${one.path} on ${place}${lacking(one)}`, place, one] as const)
);

describe('a reader with filters', () => {
  test.each(reads.filter(([, place]) => FILTERED[place] !== undefined))('%s', async (_name, place, row) => {
    for (const [method, path] of waysOf(row)) {
      const from = FILTERED[place] ?? 'nobody';
      const result = await ask(from, place, method, path, row);
      const upstream = upstreamPath(place, row, 'acme');
      if (typeof row.filtered === 'object') {
        expectOwn(result, row.filtered.own);
      } else if (upstream === undefined) {
        expectRefused(result, 404, 'endpoint-unsupported');
      } else if (row.filtered === 'refused') {
        expectRefused(result, 403, 'filter-unsupported');
      } else {
        await expectUpstream(result, place, upstream, row);
        if (row.filtered === 'narrowed' && result.answer.status === 200) {
          expect(ownersIn(backends.world, result.text)).toEqual(['acme_dev']);
        }
      }
    }
  });
});

describe('a reader of whole tenants', () => {
  test.each(reads)('%s', async (_name, place, row) => {
    for (const [method, path] of waysOf(row)) {
      const result = await ask(WHOLE[place], place, method, path, row);
      const upstream = upstreamPath(place, row, 'globex');
      if (row.own !== undefined && place in row.own) {
        expectOwn(result, row.own[place]);
      } else if (upstream === undefined) {
        expectRefused(result, 404, 'endpoint-unsupported');
      } else {
        await expectUpstream(result, place, upstream, row);
      }
    }
  });
});

describe('a writer', () => {
  test.each(reads)('reads nothing: %s', async (_name, place, row) => {
    for (const [method, path] of waysOf(row)) {
      expectRefused(await ask(WRITER[place], place, method, path, row), 403, 'read-not-granted');
    }
  });

  test.each(writes)('writes, stamped: %s', async (_name, place, row) => {
    for (const [method, path] of waysOf(row)) {
      const result = await ask(WRITER[place], place, method, path, row);
      const upstream = upstreamPath(place, row, 'acme');
      if (upstream === undefined) {
        expectRefused(result, 404, 'endpoint-unsupported');
      } else if (row.stampable === false && place !== 'mimir') {
        expectRefused(result, 403, 'stamp-unsupported');
      } else {
        await expectUpstream(result, place, upstream, row);
      }
    }
  });

  test.each(writes.filter(([, place]) => place === 'cluster'))(
    'of a whole tenant writes without stamps: %s',
    async (_name, place, row) => {
      for (const [method, path] of waysOf(row)) {
        const result = await ask('walt', place, method, path, row);
        await expectUpstream(result, place, upstreamPath(place, row, 'globex') ?? '', row);
      }
    }
  );
});

test.each(writes)('a reader writes nothing: %s', async (_name, place, row) => {
  for (const [method, path] of waysOf(row)) {
    for (const from of [FILTERED[place] ?? WHOLE[place], WHOLE[place]]) {
      expectRefused(await ask(from, place, method, path, row), 403, 'write-not-granted');
    }
  }
});

test.each([...reads, ...writes])('a stranger gets nothing: %s', async (_name, place, row) => {
  for (const [method, path] of waysOf(row)) {
    expectRefused(await ask('stranger', place, method, path, row), 401, 'token-invalid');
  }
});
