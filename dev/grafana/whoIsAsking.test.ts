import { decodeJwt } from 'jose';
import type { DataSourceOptions } from './options';
import { createHttpBrowser, type HttpBrowser } from './testing/httpBrowser';
import { startForTests, type GrafanaForTests } from './testing/startForTests';

const STATIC = { 'X-Static': 'of-the-data-source' };
const BASIC = `Basic ${Buffer.from('service:secret').toString('base64')}`;

const dataSources = (upstream: string): DataSourceOptions[] => [
  { uid: 'plain', name: 'Plain', url: `${upstream}/plain` },
  {
    uid: 'equipped',
    name: 'With static headers and basic auth',
    url: `${upstream}/equipped`,
    httpHeaders: STATIC,
    basicAuth: { user: 'service', password: 'secret' },
  },
  { uid: 'private', name: 'Without Forward OAuth identity', url: `${upstream}/private`, forwardsOAuthIdentity: false },
  { uid: 'fixed', name: 'With a token', url: `${upstream}/fixed`, httpHeaders: { Authorization: 'Bearer static' } },
];

let stack: GrafanaForTests;
let alice: HttpBrowser;
let admin: HttpBrowser;
let visitor: HttpBrowser;

beforeAll(async () => {
  stack = await startForTests(undefined, (upstream) => ({
    dataSources: dataSources(upstream),
    localUsers: [
      {
        login: 'lydia',
        password: 'lydia',
        email: 'lydia@ldap.example',
        emailVerified: true,
        name: 'Lydia',
        orgRole: 'Viewer',
        authenticatedBy: 'ldap',
      },
    ],
    serviceAccounts: [{ id: 7, name: 'reporter', orgRole: 'Viewer', token: 'glsa_reporter' }],
    anonymousRole: 'Viewer',
    renderKey: 'key-of-a-picture',
    recordingHeaders: { 'X-Recording': 'of-the-configuration' },
    sharedPanels: [{ token: 'shared', dataSource: 'equipped', expr: 'shared_metric' }],
  }));
  alice = createHttpBrowser(stack.grafana.url);
  admin = createHttpBrowser(stack.grafana.url);
  visitor = createHttpBrowser(stack.grafana.url);
  await alice.signIn('alice');
  await admin.signInByPassword();
}, 60_000);
beforeEach(() => {
  stack.upstream.requests.length = 0;
});
afterAll(() => stack.close());

const throughProxy = (who: HttpBrowser, uid: string, headers: Record<string, string> = {}) =>
  who.fetch(`/api/datasources/proxy/uid/${uid}/api/v1/query?query=up`, { headers });

const throughQuery = (who: HttpBrowser, uid: string, headers: Record<string, string> = {}) =>
  who.fetch('/api/ds/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ queries: [{ refId: 'A', datasource: { uid }, expr: 'up' }] }),
  });

const sent = () => stack.upstream.onlyRequest().headers;
const grafanaId = () => decodeJwt(String(sent()['x-grafana-id']));

const WAYS = [
  ['the data source proxy', throughProxy],
  ['a query of the server', throughQuery],
] as const;

describe.each(WAYS)('through %s', (_way, ask) => {
  test('somebody who logged in by OAuth brings both tokens, and no data source’s basic auth', async () => {
    await ask(alice, 'equipped');
    expect(decodeJwt(String(sent().authorization).replace('Bearer ', ''))).toMatchObject({ sub: 'u-alice' });
    expect(decodeJwt(String(sent()['x-id-token']))).toMatchObject({ sub: 'u-alice' });
    expect(sent()['x-static']).toBe('of-the-data-source');
    expect(grafanaId()).toMatchObject({ sub: expect.stringMatching(/^user:\d+$/), type: 'user', role: 'Viewer' });
  });

  test('Grafana’s identity vouches for no address that Grafana itself has not checked', async () => {
    await ask(alice, 'plain');
    expect(grafanaId()).toMatchObject({ email: 'alice@acme.example', authenticatedBy: 'oauth_generic_oauth' });
    expect(grafanaId()).not.toHaveProperty('email_verified');
  });

  test('nothing of OAuth is forwarded where the data source does not ask for it', async () => {
    await ask(alice, 'private');
    expect(sent()).not.toHaveProperty('authorization');
    expect(sent()).not.toHaveProperty('x-id-token');
    expect(grafanaId()).toMatchObject({ email: 'alice@acme.example' });
  });

  test('a static Authorization of the data source replaces the person’s', async () => {
    await ask(alice, 'fixed');
    expect(sent().authorization).toBe('Bearer static');
    expect(grafanaId()).toMatchObject({ email: 'alice@acme.example' });
  });

  test('somebody who logged in otherwise brings Grafana’s identity, beside the data source’s basic auth', async () => {
    const lydia = createHttpBrowser(stack.grafana.url);
    await lydia.signInByPassword('lydia');
    await ask(lydia, 'equipped');
    expect(sent()).toMatchObject({ authorization: BASIC, 'x-static': 'of-the-data-source' });
    expect(grafanaId()).toMatchObject({ email: 'lydia@ldap.example', email_verified: true, authenticatedBy: 'ldap' });
  });

  test('a service account brings Grafana’s identity, and its token for Grafana goes no further', async () => {
    const headers = { Authorization: 'Bearer glsa_reporter' };
    await ask(visitor, 'plain', headers);
    expect(sent()).not.toHaveProperty('authorization');
    expect(grafanaId()).toMatchObject({ sub: 'service-account:7', type: 'service-account', role: 'Viewer' });
    expect(grafanaId()).not.toHaveProperty('email');
  });

  test('a wrong API token is refused, whatever session it comes with', async () => {
    expect((await ask(alice, 'plain', { Authorization: 'Bearer glsa_guessed' })).status).toBe(401);
    expect(stack.upstream.requests).toEqual([]);
  });

  test('a visitor who has not logged in brings an identity that names nobody', async () => {
    await ask(visitor, 'plain');
    expect(grafanaId()).toMatchObject({ sub: 'anonymous:0', type: 'anonymous', aud: ['org:1'] });
    expect(grafanaId()).not.toHaveProperty('email');
    expect(sent()).not.toHaveProperty('authorization');
  });

  test('the image renderer brings an identity that is no person’s', async () => {
    await ask(visitor, 'plain', { cookie: 'renderKey=key-of-a-picture' });
    expect(grafanaId()).toMatchObject({ sub: 'render:0', type: 'render' });
    expect(sent()).not.toHaveProperty('authorization');
  });

  test('FromAlert of the browser passes, and the person’s tokens stay beside it', async () => {
    await ask(alice, 'equipped', { FromAlert: 'true', 'X-Rule-Name': 'forged', 'X-Static': 'forged' });
    expect(sent()).toMatchObject({
      fromalert: 'true',
      'x-rule-name': 'forged',
      'x-static': 'of-the-data-source',
      authorization: expect.stringMatching(/^Bearer /),
      'x-grafana-id': expect.any(String),
    });
  });
});

test('only the data source proxy passes other headers of the browser on', async () => {
  const headers = { 'X-Id-Token': 'forged', 'X-Gatehouse-Credential': 'forged', 'X-Other': 'forged' };
  await throughProxy(admin, 'plain', headers);
  expect(sent()).toMatchObject({ 'x-id-token': 'forged', 'x-gatehouse-credential': 'forged', 'x-other': 'forged' });
  stack.upstream.requests.length = 0;
  await throughQuery(admin, 'plain', headers);
  for (const name of ['x-id-token', 'x-gatehouse-credential', 'x-other']) {
    expect(sent()).not.toHaveProperty(name);
  }
});

test('X-DS-Authorization of the browser becomes Authorization in the proxy, unless there is a token to forward', async () => {
  const headers = { 'X-DS-Authorization': 'Bearer of-the-browser' };
  await throughProxy(admin, 'equipped', headers);
  expect(sent()).toMatchObject({ authorization: 'Bearer of-the-browser' });
  expect(sent()).not.toHaveProperty('x-ds-authorization');
  stack.upstream.requests.length = 0;
  await throughProxy(alice, 'equipped', headers);
  expect(sent().authorization).not.toBe('Bearer of-the-browser');
});

test('by Connection somebody has headers taken away that Grafana has added, except what comes last', async () => {
  const named = 'Authorization, X-Id-Token, X-Grafana-Id, X-Forwarded-For, X-Static, User-Agent';
  await alice.fetchRaw('/api/datasources/proxy/uid/equipped/api/v1/query', { Connection: named, 'X-Kept': 'yes' });
  for (const name of ['x-id-token', 'x-grafana-id']) {
    expect(sent()).not.toHaveProperty(name);
  }
  expect(sent()).toMatchObject({
    authorization: BASIC,
    'x-static': 'of-the-data-source',
    'x-forwarded-for': expect.stringContaining('127.0.0.1'),
    'user-agent': expect.stringMatching(/^Grafana\//),
    'x-kept': 'yes',
  });
});

test.each(['alerting', 'recording'] as const)('a rule (%s) is evaluated for nobody', async (type) => {
  const answer = await stack.grafana.evaluateRule({ type, name: 'too hot', dataSource: 'equipped', expr: 'up > 1' });
  expect(answer.status).toBe(200);
  const { method, url, body } = stack.upstream.onlyRequest();
  expect([method, url, new URLSearchParams(body).get('query')]).toEqual(['POST', '/equipped/api/v1/query', 'up > 1']);
  expect(sent()).toMatchObject({
    fromalert: 'true',
    'x-rule-name': 'too+hot',
    'x-rule-type': type,
    'x-rule-source': 'scheduler',
    'x-static': 'of-the-data-source',
    authorization: BASIC,
  });
  for (const name of ['x-grafana-id', 'x-id-token', 'cookie']) {
    expect(sent()).not.toHaveProperty(name);
  }
});

test('what a recording rule writes has the data source’s basic auth, Grafana’s own headers and nothing else', async () => {
  await stack.grafana.writeRecorded('equipped', Buffer.from('compressed'));
  expect(stack.upstream.onlyRequest()).toMatchObject({
    method: 'POST',
    url: '/equipped/api/v1/write',
    body: 'compressed',
  });
  expect(sent()).toMatchObject({
    authorization: BASIC,
    'content-encoding': 'snappy',
    'x-recording': 'of-the-configuration',
  });
  for (const name of ['x-static', 'fromalert', 'x-grafana-id']) {
    expect(sent()).not.toHaveProperty(name);
  }
});

test('a panel that is shared with everybody is asked for nobody, with FromAlert of whoever looks at it', async () => {
  const look = () =>
    visitor.fetch('/api/public/dashboards/shared/panels/1/query', { method: 'POST', headers: { FromAlert: 'true' } });
  expect((await look()).status).toBe(200);
  expect(new URLSearchParams(stack.upstream.onlyRequest().body).get('query')).toBe('shared_metric');
  expect(sent()).toMatchObject({ fromalert: 'true', 'x-static': 'of-the-data-source' });
  expect(sent()).not.toHaveProperty('x-grafana-id');
  expect((await visitor.fetch('/api/public/dashboards/guessed/panels/1/query', { method: 'POST' })).status).toBe(404);
});

test('a Grafana that does not manage to sign sends no identity', async () => {
  const other = await startForTests(undefined, (upstream) => ({
    dataSources: dataSources(upstream),
    signsIdentity: false,
    serviceAccounts: [{ id: 7, name: 'reporter', orgRole: 'Viewer', token: 'glsa_reporter' }],
  }));
  try {
    const machine = createHttpBrowser(other.grafana.url);
    expect((await throughProxy(machine, 'plain')).status).toBe(401);
    await throughProxy(machine, 'plain', { Authorization: 'Bearer glsa_reporter', 'X-Grafana-Id': 'forged' });
    expect(other.upstream.onlyRequest().headers['x-grafana-id']).toBe('forged');
  } finally {
    await other.close();
  }
}, 60_000);
