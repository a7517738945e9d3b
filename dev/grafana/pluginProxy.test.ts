import { decodeJwt } from 'jose';
import { createHttpBrowser, type HttpBrowser } from './testing/httpBrowser';
import { ADMIN_TOKEN, PLUGIN_ID, startForTests, type GrafanaForTests } from './testing/startForTests';

const PROXY = `/api/plugin-proxy/${PLUGIN_ID}`;
const SETTINGS = `/api/plugins/${PLUGIN_ID}/settings`;

describe('the plugin proxy and the plugin settings', () => {
  let stack: GrafanaForTests;
  let carol: HttpBrowser;
  let alice: HttpBrowser;

  beforeAll(async () => {
    stack = await startForTests();
    carol = createHttpBrowser(stack.grafana.url);
    alice = createHttpBrowser(stack.grafana.url);
    await carol.signIn('carol');
    await alice.signIn('alice');
  }, 60_000);
  beforeEach(async () => {
    stack.upstream.requests.length = 0;
    await save({ jsonData: { proxyUrl: stack.upstream.url }, secureJsonData: { adminToken: ADMIN_TOKEN } });
  });
  afterAll(() => stack.close());

  const save = (body: unknown, who = carol) =>
    who.fetch(SETTINGS, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('sends the rest of the path to the route’s URL with the secret header', async () => {
    const body = JSON.stringify({ policy: {} });
    await carol.fetch(`${PROXY}/admin/policy?full=a%20b`, { method: 'PUT', body, headers: { 'If-Match': '"3"' } });
    const { method, url, headers, body: sent } = stack.upstream.onlyRequest();
    expect({ method, url, sent }).toEqual({ method: 'PUT', url: '/v1/policy?full=a%20b', sent: body });
    expect(headers).toMatchObject({ authorization: `Bearer ${ADMIN_TOKEN}`, 'if-match': '"3"' });
  });

  test('says who asks, and passes on neither cookie nor a token of the browser', async () => {
    await carol.fetch(`${PROXY}/open`, {
      headers: { Authorization: 'Bearer of-the-browser', 'X-Grafana-Context': '{}' },
    });
    const { url, headers } = stack.upstream.onlyRequest();
    expect(url).toBe('/open');
    expect(JSON.parse(String(headers['x-grafana-context']))).toMatchObject({
      Login: 'carol@platform.example',
      Email: 'carol@platform.example',
      OrgRole: 'Admin',
    });
    expect(decodeJwt(String(headers['x-grafana-id']))).toMatchObject({
      email: 'carol@platform.example',
      role: 'Admin',
    });
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('x-id-token');
  });

  test.each([
    ['X-Grafana-Id', ['x-grafana-context']],
    ['X-Grafana-Context', ['x-grafana-id']],
    ['X-Grafana-Id, X-Grafana-Context', []],
  ])('leaves out %s for whoever names it in Connection, and never says somebody else’s name', async (named, left) => {
    await carol.fetchRaw(`${PROXY}/open`, {
      Connection: named,
      'X-Grafana-Id': 'forged',
      'X-Grafana-Context': JSON.stringify({ Login: 'mallory' }),
    });
    const { headers } = stack.upstream.onlyRequest();
    expect(Object.keys(headers).filter((name) => /^x-grafana-(id|context)$/.test(name))).toEqual(left);
    expect(JSON.stringify(headers)).not.toMatch(/forged|mallory/);
  });

  test('refuses a viewer the route for administrators', async () => {
    const response = await alice.fetch(`${PROXY}/admin/policy`);
    expect([response.status, await response.json()]).toEqual([403, { message: 'plugin proxy route access denied' }]);
    expect((await alice.fetch(`${PROXY}/open`)).status).toBe(200);
    expect(stack.upstream.onlyRequest().url).toBe('/open');
  });

  test.each([
    ['GET', '/admin', 404],
    ['GET', '/other', 404],
    ['POST', '/open', 404],
  ])('knows no route for %s %s', async (method, path, status) => {
    expect((await carol.fetch(`${PROXY}${path}`, { method })).status).toBe(status);
    expect(stack.upstream.requests).toEqual([]);
  });

  test('refuses somebody without a session', async () => {
    expect((await createHttpBrowser(stack.grafana.url).fetch(`${PROXY}/open`)).status).toBe(401);
    expect((await createHttpBrowser(stack.grafana.url).fetch(SETTINGS)).status).toBe(401);
  });

  test.each([
    ['where nothing listens', { proxyUrl: 'http://127.0.0.1:9' }],
    ['that nobody has set', {}],
  ])('answers 502 with an empty body for a proxy URL %s', async (_case, jsonData) => {
    await save({ jsonData });
    const response = await carol.fetch(`${PROXY}/admin/policy`);
    expect([response.status, await response.text()]).toEqual([502, '']);
  });

  test('keeps a secret that is not sent again, and never shows it', async () => {
    await save({ jsonData: { proxyUrl: stack.upstream.url, note: 'kept' } });
    const text = await (await carol.fetch(SETTINGS)).text();
    expect(JSON.parse(text)).toMatchObject({
      jsonData: { proxyUrl: stack.upstream.url, note: 'kept' },
      secureJsonFields: { adminToken: true },
    });
    expect(text).not.toContain(ADMIN_TOKEN);
    await carol.fetch(`${PROXY}/admin/status`);
    expect(stack.upstream.onlyRequest().headers.authorization).toBe(`Bearer ${ADMIN_TOKEN}`);
  });

  test('lets only administrators save settings', async () => {
    expect((await save({ jsonData: {} }, alice)).status).toBe(403);
    expect(await (await alice.fetch(SETTINGS)).json()).toMatchObject({ jsonData: { proxyUrl: stack.upstream.url } });
  });
});

test('an unconfigured plugin is enabled and has neither settings nor secrets', async () => {
  const stack = await startForTests(() => undefined);
  try {
    const admin = createHttpBrowser(stack.grafana.url);
    await admin.signInByPassword();
    expect(await (await admin.fetch(SETTINGS)).json()).toMatchObject({
      enabled: true,
      jsonData: {},
      secureJsonFields: {},
    });
  } finally {
    await stack.close();
  }
}, 60_000);
