import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { createHttpBrowser, type HttpBrowser } from './testing/httpBrowser';
import { startForTests, type GrafanaForTests } from './testing/startForTests';

const PROXY = '/api/datasources/proxy/uid/cluster';

describe('the data source proxy', () => {
  let stack: GrafanaForTests;
  let alice: HttpBrowser;

  beforeAll(async () => {
    stack = await startForTests();
    alice = createHttpBrowser(stack.grafana.url);
    await alice.signIn('alice');
  }, 60_000);
  beforeEach(() => {
    stack.upstream.requests.length = 0;
  });
  afterEach(() => {
    stack.upstream.answerWith((response) => response.end('{"status":"success"}'));
    jest.restoreAllMocks();
  });
  afterAll(() => stack.close());

  test('forwards the access token and the ID token of the user who asks, and no cookie', async () => {
    await alice.fetch(`${PROXY}/api/v1/query?query=up`);
    const { headers } = stack.upstream.onlyRequest();
    expect(decodeJwt(headers.authorization?.replace('Bearer ', '') ?? '')).toMatchObject({
      sub: 'u-alice',
      aud: 'grafana',
      groups: ['acme-dev'],
    });
    expect(decodeJwt(String(headers['x-id-token']))).toMatchObject({ email: 'alice@acme.example' });
    expect(headers).not.toHaveProperty('cookie');
  });

  test('signs X-Grafana-Id with the key it publishes, whatever the browser sent under that name', async () => {
    await alice.fetch(`${PROXY}/api/v1/query?query=up`, { headers: { 'X-Grafana-Id': 'forged' } });
    const token = String(stack.upstream.onlyRequest().headers['x-grafana-id']);
    const keys = createRemoteJWKSet(new URL(`${stack.grafana.url}/api/signing-keys/keys`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: `${stack.grafana.url}/`,
      audience: 'org:1',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({ sub: expect.stringMatching(/^user:\d+$/), email: 'alice@acme.example' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });

  test('forwards only X-Grafana-Id for somebody who logged in by password', async () => {
    const admin = createHttpBrowser(stack.grafana.url);
    await admin.signInByPassword();
    await admin.fetch(`${PROXY}/api/v1/query?query=up`);
    const { headers } = stack.upstream.onlyRequest();
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('x-id-token');
    expect(decodeJwt(String(headers['x-grafana-id']))).toMatchObject({ email: 'admin@localhost' });
  });

  test('lets other headers of the browser pass, except those that say where it came from', async () => {
    await alice.fetch(`${PROXY}/api/v1/query?query=up`, {
      headers: { FromAlert: 'true', 'X-Dashboard-Uid': 'd1', Origin: stack.grafana.url, 'X-Forwarded-Host': 'evil' },
    });
    const { headers } = stack.upstream.onlyRequest();
    expect(headers).toMatchObject({ fromalert: 'true', 'x-dashboard-uid': 'd1' });
    expect(headers).not.toHaveProperty('origin');
    expect(headers).not.toHaveProperty('x-forwarded-host');
  });

  test.each([
    [
      '/api/v1/query?query=a%2Bb&extra_filters[]=%7B%7D',
      '/backend/cluster/api/v1/query?query=a%2Bb&extra_filters[]=%7B%7D',
    ],
    ['/api/v1/label/a%2Fb/values', '/backend/cluster/api/v1/label/a%2Fb/values'],
    ['/../select/2:0/api', '/backend/cluster/../select/2:0/api'],
    ['///api/v1/query', '/backend/cluster//api/v1/query'],
    ['', '/backend/cluster'],
  ])('passes the path %s on as it is', async (path, expected) => {
    // `fetch` would clean the path before sending it.
    await alice.fetchRaw(`${PROXY}${path}`);
    expect(stack.upstream.onlyRequest().url).toBe(expected);
  });

  test('streams a form body to the query endpoint and the answer back', async () => {
    stack.upstream.answerWith((response) => response.writeHead(418, { 'x-kept': 'yes' }).end('an answer'));
    const body = new URLSearchParams({ query: 'up' });
    const response = await alice.fetch(`${PROXY}/api/v1/query`, { method: 'POST', body });
    expect(stack.upstream.onlyRequest()).toMatchObject({ method: 'POST', body: 'query=up' });
    expect([response.status, response.headers.get('x-kept'), await response.text()]).toEqual([418, 'yes', 'an answer']);
  });

  test.each([
    ['POST', '/api/v1/admin/tsdb/delete_series'],
    ['DELETE', '/api/v1/query'],
    ['PUT', '/api/v1/query'],
  ])('refuses %s %s itself, as Grafana does', async (method, path) => {
    expect((await alice.fetch(`${PROXY}${path}`, { method })).status).toBe(403);
    expect(stack.upstream.requests).toEqual([]);
  });

  test('shows a 401 of the data source as a 400 and a 403 as it is', async () => {
    stack.upstream.answerWith((response) => response.writeHead(401).end('{"error":"token expired"}'));
    const unauthorized = await alice.fetch(`${PROXY}/api/v1/query`);
    expect([unauthorized.status, await unauthorized.text()]).toEqual([400, 'Authentication to data source failed']);

    stack.upstream.answerWith((response) => response.writeHead(403).end('{"error":"no mapping"}'));
    const forbidden = await alice.fetch(`${PROXY}/api/v1/query`);
    expect([forbidden.status, await forbidden.json()]).toEqual([403, { error: 'no mapping' }]);
  });

  test('takes no cookie from the data source', async () => {
    stack.upstream.answerWith((response) => response.writeHead(200, { 'set-cookie': 'a=b' }).end());
    expect((await alice.fetch(`${PROXY}/api/v1/query`)).headers.getSetCookie()).toEqual([]);
  });

  test('refuses somebody without a session, and an unknown data source', async () => {
    expect((await createHttpBrowser(stack.grafana.url).fetch(`${PROXY}/api/v1/query`)).status).toBe(401);
    expect((await alice.fetch('/api/datasources/proxy/uid/other/api/v1/query')).status).toBe(404);
    expect(stack.upstream.requests).toEqual([]);
  });

  test('renews an access token that is about to expire, once for many requests', async () => {
    const bob = createHttpBrowser(stack.grafana.url);
    await bob.signIn('bob');
    await bob.fetch(`${PROXY}/api/v1/query`);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 3_595_000);
    await Promise.all([1, 2, 3].map(() => bob.fetch(`${PROXY}/api/v1/query`)));
    const [first, ...later] = stack.upstream.requests.map(({ headers }) => headers.authorization);
    expect(new Set(later).size).toBe(1);
    expect(later[0]).not.toBe(first);
    expect(decodeJwt(later[0]?.replace('Bearer ', '') ?? '')).toMatchObject({ sub: 'u-bob' });
  });
});
