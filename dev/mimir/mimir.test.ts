import { type Mimir, startMimir } from '.';

// Of the stand-in itself, also where a real Mimir is named for other tests.
const WITHOUT_REAL_MIMIR = {};

let mimir: Mimir;
beforeAll(async () => {
  mimir = await startMimir(WITHOUT_REAL_MIMIR);
});
afterAll(() => mimir.close());

async function ask(path: string, org?: string, init: RequestInit = {}) {
  const headers = { ...init.headers, ...(org === undefined ? {} : { 'x-scope-orgid': org }) };
  const response = await fetch(mimir.url + path, { ...init, headers });
  return { status: response.status, text: await response.text() };
}
const QUERY = '/prometheus/api/v1/query?query=up';

test.each([
  [undefined, 'no org id'],
  ['a:b', "tenant ID 'a:b' contains unsupported character ':'"],
  ['a b', "tenant ID 'a b' contains unsupported character ' '"],
  ['a,b', "tenant ID 'a,b' contains unsupported character ','"],
  ['a/b', "tenant ID 'a/b' contains unsupported character '/'"],
  ['a|', 'tenant ID is empty'],
  ['a|..', "tenant ID is '..'"],
  ['__mimir_cluster', "tenant ID is '__mimir_cluster'"],
  ['a'.repeat(151), 'tenant ID is too long: max 150 characters'],
])('refuses the tenant id %s', async (org, problem) => {
  expect(await ask(QUERY, org)).toEqual({ status: 401, text: `${problem}\n` });
});

test('answers a query with a series for each tenant, and names it when there are several', async () => {
  const result = async (org: string) =>
    (JSON.parse((await ask(QUERY, org)).text) as { data: { result: Array<{ metric: unknown }> } }).data.result.map(
      ({ metric }) => metric
    );
  const longest = "AZaz09!-_.*'()".padEnd(150, 'x');
  expect(await result(longest)).toEqual([{ __name__: 'stand_in_of_mimir', org: longest }]);
  expect(await result('b|a|b')).toEqual([
    { __name__: 'stand_in_of_mimir', org: 'a', __tenant_id__: 'a' },
    { __name__: 'stand_in_of_mimir', org: 'b', __tenant_id__: 'b' },
  ]);
});

test('serves rules and writes for one tenant at a time only', async () => {
  const protobuf = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
  for (const org of ['a', 'a|b']) {
    const status = org === 'a' ? 200 : 500;
    expect(await ask('/prometheus/api/v1/rules', org)).toMatchObject({ status });
    expect(await ask('/api/v1/push', org, { method: 'POST', headers: protobuf, body: 'x' })).toMatchObject({ status });
  }
});

test.each([
  ['/api/v1/push', 'application/x-protobuf', 'snappy', 200],
  ['/api/v1/push', 'application/x-protobuf', 'zstd', 415],
  ['/api/v1/push', 'text/plain', 'snappy', 415],
  ['/otlp/v1/metrics', 'application/json', 'gzip', 200],
  ['/otlp/v1/metrics', 'application/x-protobuf', undefined, 200],
  ['/otlp/v1/metrics', 'text/plain', undefined, 415],
])('at %s a write of %s, compressed by %s, is answered with %i', async (path, type, encoding, status) => {
  const headers = { 'content-type': type, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) };
  expect(await ask(path, 'a', { method: 'POST', headers, body: 'x' })).toMatchObject({ status });
});

test('knows no other path and no other method', async () => {
  for (const path of ['/api/v1/query', '/prometheus/federate', '/prometheus/api/v1/export', '/graphite/render', '/']) {
    expect(await ask(path, 'a')).toMatchObject({ status: 404 });
  }
  expect(await ask('/api/v1/push', 'a')).toMatchObject({ status: 405 });
  expect(await ask('/prometheus/api/v1/label/org/values', 'a', { method: 'POST' })).toMatchObject({ status: 405 });
  expect((await ask('/ready')).status).toBe(200);
});

test('records what reached it, the proxy’s own question about tenants apart', async () => {
  mimir.requests.length = 0;
  await ask(QUERY, 'a|b');
  await ask(QUERY, 'gatehouse/check', { headers: { 'user-agent': 'gatehouse-check' } });
  expect(mimir.requests).toEqual([
    expect.objectContaining({ url: QUERY, headers: expect.objectContaining({ 'x-scope-orgid': 'a|b' }) }),
  ]);
});
