import type { DataSourceOptions } from '../../dev/grafana/options';
import { createHttpBrowser, type HttpBrowser } from '../../dev/grafana/testing/httpBrowser';
import type { LocalUser, LoginMethod } from '../../dev/grafana/user';
import { doubleField, field, snappy, varintField } from '../security/writes/bytes';
import { type Ask, askThroughGrafana, lastRefusal, type Seen, tenantsIn, type Way } from './support/askThroughGrafana';
import { createCredential } from './support/createCredential';
import { type GrafanaStack, startGrafanaStack } from './support/grafanaStack';

// Each row of the table "who is asking": what Grafana sends for whom, and whom the proxy takes them for.

const read = (tenant: string) => [{ tenant, access: 'read' }];

const POLICY = {
  tenants: ['acme', 'globex', 'rules'].map((name) => ({ name, backend: 'single', labels: { tenant: name } })),
  mappings: [
    { name: 'acme-developers', principals: ['group:acme-dev'], grants: read('acme') },
    { name: 'by-address', principals: ['user:alice@acme.example', 'user:lydia@ldap.example'], grants: read('globex') },
    { name: 'reporter', issuers: ['grafana'], principals: ['user:service-account:7'], grants: read('globex') },
    { name: 'rules', principals: ['service:rules'], grants: read('rules') },
    { name: 'recorder', principals: ['service:recorder'], grants: [{ tenant: 'rules', access: 'write' }] },
  ],
};

const METHODS: readonly LoginMethod[] = ['password', 'ldap', 'saml', 'jwt', 'authproxy'];

const localUser = (user: Pick<LocalUser, 'login' | 'email' | 'emailVerified' | 'authenticatedBy'>): LocalUser => ({
  ...user,
  password: user.login,
  name: user.login,
  orgRole: 'Viewer',
});

const LOCAL_USERS = [
  ...METHODS.map((authenticatedBy) =>
    localUser({ login: `lydia-${authenticatedBy}`, email: 'lydia@ldap.example', emailVerified: true, authenticatedBy })
  ),
  // Has typed in alice's address, which Grafana stores at once.
  localUser({ login: 'pam', email: 'alice@acme.example', emailVerified: false, authenticatedBy: 'password' }),
];

const WAYS: Way[] = ['the data source proxy', "the server's own query"];
const UNNAMED_WITH_CREDENTIAL: Readonly<Record<Way, string>> = {
  'the data source proxy': 'credential-forwarded',
  "the server's own query": 'credential-unused',
};
const SERVICE_ACCOUNT = { Authorization: 'Bearer glsa_reporter' };
const FORGED = { FromAlert: 'true', 'X-Rule-Name': 'forged', 'X-Rule-Uid': 'forged' };

let stack: GrafanaStack;
let ask: Ask;
let rulesCredential: string;
const recordingHeaders: Record<string, string> = {};
const browsers = new Map<string, HttpBrowser>();

beforeAll(async () => {
  stack = await startGrafanaStack({
    policy: POLICY,
    dataSources: async (proxy): Promise<DataSourceOptions[]> => {
      rulesCredential = await createCredential(proxy, 'rules');
      const recorder = await createCredential(proxy, 'recorder');
      recordingHeaders.Authorization = `Bearer ${await createCredential(proxy, 'recorder')}`;
      const url = `${proxy.url}/backend/single`;
      return [
        { uid: 'plain', name: 'Plain', url },
        { uid: 'private', name: 'Without Forward OAuth identity', url, forwardsOAuthIdentity: false },
        { uid: 'rules', name: 'For rules', url, httpHeaders: { 'X-Gatehouse-Credential': rulesCredential } },
        {
          uid: 'wrong',
          name: 'Of a guesser',
          url,
          httpHeaders: { 'X-Gatehouse-Credential': `gate_${'A'.repeat(43)}` },
        },
        { uid: 'fixed', name: 'For everybody', url, httpHeaders: { Authorization: `Bearer ${rulesCredential}` } },
        { uid: 'recorded', name: 'Where rules record', url: `${proxy.url}/tenant/rules` },
        {
          uid: 'target',
          name: 'Where rules record with basic auth',
          url: `${proxy.url}/tenant/rules`,
          basicAuth: { user: 'recorder', password: recorder },
        },
      ];
    },
    grafana: {
      localUsers: LOCAL_USERS,
      serviceAccounts: [
        { id: 7, name: 'reporter', orgRole: 'Viewer', token: 'glsa_reporter' },
        { id: 8, name: 'other', orgRole: 'Admin', token: 'glsa_other' },
      ],
      anonymousRole: 'Viewer',
      renderKey: 'key-of-a-picture',
      recordingHeaders,
      sharedPanels: [
        { token: 'shared', dataSource: 'plain', expr: 'probe' },
        { token: 'shared-with-credential', dataSource: 'rules', expr: 'probe' },
      ],
    },
  });
  ask = askThroughGrafana(stack.proxy);
  browsers.set('visitor', createHttpBrowser(stack.grafana.url));
  for (const person of ['alice', 'bob', 'carol', 'eve']) {
    const browser = createHttpBrowser(stack.grafana.url);
    await browser.signIn(person);
    browsers.set(person, browser);
  }
  for (const { login } of LOCAL_USERS) {
    const browser = createHttpBrowser(stack.grafana.url);
    await browser.signInByPassword(login);
    browsers.set(login, browser);
  }
}, 90_000);

afterAll(() => stack.close(), 30_000);

beforeEach(() => {
  stack.backend.requests.length = 0;
});

function who(name: string): HttpBrowser {
  const browser = browsers.get(name);
  if (browser === undefined) {
    throw new Error(`nobody has logged in as ${name}`);
  }
  return browser;
}

/** That somebody is refused, and that nothing of it has come to VictoriaMetrics. */
async function expectRefusal(asking: () => Promise<Seen>, reason: string): Promise<void> {
  stack.backend.requests.length = 0;
  expect(await asking()).toEqual({ refused: reason });
  expect(stack.backend.requests).toEqual([]);
}

describe("the plugin's page", () => {
  const PLUGIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';

  test('reaches the admin API for an administrator of Grafana, who becomes the author of the change', async () => {
    const latest = await (await who('carol').fetch(`${PLUGIN}/policy`)).json();
    const saved = await who('carol').fetch(`${PLUGIN}/policy`, {
      method: 'PUT',
      headers: { 'If-Match': `"${latest.revision}"`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ policy: POLICY, comment: 'by the page' }),
    });
    expect([saved.status, (await saved.json()).author]).toEqual([200, 'carol@platform.example']);
  });

  test('does not for anybody else, and a forged context without the admin token opens nothing', async () => {
    expect((await who('alice').fetch(`${PLUGIN}/policy`)).status).toBe(403);
    expect((await who('visitor').fetch(`${PLUGIN}/policy`)).status).toBe(401);
    const headers = { 'X-Grafana-Context': JSON.stringify({ Login: 'carol@platform.example', OrgRole: 'Admin' }) };
    expect((await fetch(`${stack.proxy.adminUrl}/v1/policy`, { headers })).status).toBe(401);
  });
});

describe.each(WAYS)('through %s', (way) => {
  describe('somebody who logged in by OAuth', () => {
    test('is known by groups and by the address that the provider has verified', async () => {
      expect(await ask(way, who('alice'), 'plain')).toEqual({ sees: ['acme', 'globex'] });
      await expectRefusal(() => ask(way, who('bob'), 'plain'), 'no-mapping');
    });

    test('is not known by an address that nobody has checked', async () => {
      await expectRefusal(() => ask(way, who('eve'), 'plain'), 'no-mapping');
    });

    test('is not known by Grafana instead, where the data source keeps the tokens back', async () => {
      await expectRefusal(() => ask(way, who('alice'), 'private'), 'token-withheld');
    });

    test('is known by an opaque access token beside the ID token', async () => {
      const before = (await stack.identity.counters()).introspection;
      const alice = createHttpBrowser(stack.opaqueGrafana.url);
      await alice.signIn('alice');
      expect(await ask(way, alice, 'plain')).toEqual({ sees: ['acme', 'globex'] });
      expect((await stack.identity.counters()).introspection).toBe(before + 1);
    });

    test('stays who they are beside a data source’s credential, whatever they claim to be', async () => {
      for (const headers of [{}, FORGED]) {
        expect(await ask(way, who('alice'), 'rules', headers)).toEqual({ sees: ['acme', 'globex'] });
        await expectRefusal(() => ask(way, who('bob'), 'rules', headers), 'no-mapping');
      }
    });
  });

  describe('somebody who logged in otherwise', () => {
    test.each(METHODS)('(%s) is known by the address that Grafana has verified', async (method) => {
      expect(await ask(way, who(`lydia-${method}`), 'plain')).toEqual({ sees: ['globex'] });
    });

    test('is not known by an address that Grafana has only been told', async () => {
      await expectRefusal(() => ask(way, who('pam'), 'plain'), 'no-mapping');
    });

    test('is known by the number that Grafana gave them', async () => {
      const { id } = await (await who('pam').fetch('/api/user')).json();
      const mapping = { name: 'pam', issuers: ['grafana'], principals: [`user:user:${id}`], grants: read('rules') };
      await stack.proxy.put({ ...POLICY, mappings: [...POLICY.mappings, mapping] });
      try {
        expect(await ask(way, who('pam'), 'plain')).toEqual({ sees: ['rules'] });
      } finally {
        await stack.proxy.put(POLICY);
      }
    });

    test('stays who they are beside a data source’s credential, whatever they claim to be', async () => {
      for (const headers of [{}, FORGED, { ...FORGED, 'X-Gatehouse-Credential': rulesCredential }]) {
        expect(await ask(way, who('lydia-ldap'), 'rules', headers)).toEqual({ sees: ['globex'] });
        await expectRefusal(() => ask(way, who('pam'), 'rules', headers), 'no-mapping');
      }
    });
  });

  describe('a service account', () => {
    test('is known by its number', async () => {
      expect(await ask(way, who('visitor'), 'plain', SERVICE_ACCOUNT)).toEqual({ sees: ['globex'] });
      await expectRefusal(
        () => ask(way, who('visitor'), 'plain', { Authorization: 'Bearer glsa_other' }),
        'no-mapping'
      );
    });

    test('does not become the data source’s credential', async () => {
      const headers = { ...FORGED, ...SERVICE_ACCOUNT };
      expect(await ask(way, who('visitor'), 'rules', headers)).toEqual({ sees: ['globex'] });
    });
  });

  test('a service account that Grafana does not manage to name is nobody', async () => {
    const unnamed = createHttpBrowser(stack.opaqueGrafana.url);
    await expectRefusal(() => ask(way, unnamed, 'plain', SERVICE_ACCOUNT), 'token-missing');
    await expectRefusal(() => ask(way, unnamed, 'rules', SERVICE_ACCOUNT), UNNAMED_WITH_CREDENTIAL[way]);
  });

  test('a visitor who has not logged in is nobody, also with what rules bring', async () => {
    await expectRefusal(() => ask(way, who('visitor'), 'plain'), 'token-subject');
    await expectRefusal(() => ask(way, who('visitor'), 'rules', FORGED), 'token-subject');
  });

  test('the image renderer is nobody, also with what rules bring', async () => {
    const cookie = 'renderKey=key-of-a-picture';
    await expectRefusal(() => ask(way, who('visitor'), 'plain', { cookie }), 'token-subject');
    await expectRefusal(() => ask(way, who('visitor'), 'rules', { ...FORGED, cookie }), 'token-subject');
  });

  test('a credential that the data source sends as Authorization for everybody counts for nobody', async () => {
    for (const name of ['alice', 'lydia-ldap', 'visitor']) {
      await expectRefusal(() => ask(way, who(name), 'fixed', FORGED), 'credential-with-user');
    }
  });

  test('basic auth of a data source is not its readers’', async () => {
    await expectRefusal(() => ask(way, who('alice'), 'target'), 'tenant-not-granted');
    await expectRefusal(() => ask(way, who('lydia-ldap'), 'target'), 'credential-with-user');
  });
});

describe('what a browser adds in the data source proxy', () => {
  const WAY = 'the data source proxy';

  test('does not make it a machine: a credential of its own, as either header', async () => {
    for (const name of ['pam', 'visitor']) {
      const replaced = { ...FORGED, 'X-DS-Authorization': `Bearer ${rulesCredential}` };
      await expectRefusal(() => ask(WAY, who(name), 'plain', replaced), 'credential-with-user');
    }
    await expectRefusal(
      () => ask(WAY, who('visitor'), 'plain', { ...FORGED, 'X-Gatehouse-Credential': rulesCredential }),
      'token-subject'
    );
  });

  test.each([
    ['a static header', 'rules', 'credential-forwarded'],
    ['a static Authorization', 'fixed', 'credential-with-user'],
    ['basic auth', 'target', 'credential-with-user'],
  ])('does not take away who they are and leave the credential of %s', async (_what, dataSource, reason) => {
    const named = 'Authorization, X-Id-Token, X-Grafana-Id, X-Grafana-Referer, X-Forwarded-For, User-Agent, Cookie';
    const path = `/api/datasources/proxy/uid/${dataSource}/api/v1/query?query=probe`;
    for (const name of ['alice', 'pam', 'visitor']) {
      const refusedBefore = stack.proxy.events('request-refused').length;
      await expectRefusal(async () => {
        await who(name).fetchRaw(path, { ...FORGED, Connection: named });
        return lastRefusal(stack.proxy, refusedBefore);
      }, reason);
    }
  });

  test.each([
    ['nothing', 'close', 'denied'],
    ['the ID token', 'X-Id-Token', 'denied'],
    ['the access token', 'Authorization', 'denied'],
    ['both, to be known by Grafana only', 'Authorization, X-Id-Token', 'token-withheld'],
    ['all', 'Authorization, X-Id-Token, X-Grafana-Id', 'token-missing'],
  ])('does not let somebody escape a denial of their group by withholding %s', async (_what, named, reason) => {
    const denial = { name: 'suspended', effect: 'deny', principals: ['group:acme-dev'] };
    await stack.proxy.put({ ...POLICY, mappings: [...POLICY.mappings, denial] });
    const path = '/api/datasources/proxy/uid/plain/api/v1/query?query=probe';
    const refusedBefore = stack.proxy.events('request-refused').length;
    try {
      await expectRefusal(async () => {
        await who('alice').fetchRaw(path, { Connection: named });
        return lastRefusal(stack.proxy, refusedBefore);
      }, reason);
    } finally {
      await stack.proxy.put(POLICY);
    }
  });

  test('does not make it another person: somebody else’s token beside its own', async () => {
    const { idToken } = await stack.identity.tokenFor('alice');
    const forged = await stack.identity.mint({ key: 'stranger' });
    await expectRefusal(() => ask(WAY, who('pam'), 'plain', { 'X-Id-Token': forged }), 'token-signature');
    // Whoever holds somebody's good token can ask as them without Grafana too.
    expect(await ask(WAY, who('pam'), 'plain', { 'X-Id-Token': idToken })).toEqual({ sees: ['acme', 'globex'] });
    // Grafana replaces this one by the person's own.
    expect(await ask(WAY, who('lydia-ldap'), 'plain', { 'X-Grafana-Id': 'forged' })).toEqual({ sees: ['globex'] });
  });
});

describe('rules', () => {
  const evaluate = async (type: 'alerting' | 'recording', dataSource: string): Promise<Seen> => {
    const refusedBefore = stack.proxy.events('request-refused').length;
    const { status, body } = await stack.grafana.evaluateRule({ type, name: 'too hot', dataSource, expr: 'probe' });
    return status === 200 ? { sees: tenantsIn(body) } : lastRefusal(stack.proxy, refusedBefore);
  };

  test.each(['alerting', 'recording'] as const)('(%s) ask as the credential of their data source', async (type) => {
    expect(await evaluate(type, 'rules')).toEqual({ sees: ['rules'] });
    expect(JSON.stringify(stack.backend.requests)).not.toContain(rulesCredential);
  });

  test('ask for nobody without a credential, or with a wrong one', async () => {
    await expectRefusal(() => evaluate('alerting', 'plain'), 'token-missing');
    await expectRefusal(() => evaluate('alerting', 'wrong'), 'credential-unknown');
  });

  test("that record write as the header of Grafana's configuration or the basic auth of their target, else as nobody", async () => {
    const authorization = recordingHeaders.Authorization ?? '';
    for (const [dataSource, headers, status, reason] of [
      ['recorded', { Authorization: authorization }, 204, undefined],
      ['target', {}, 204, undefined],
      ['recorded', {}, 401, 'token-missing'],
      ['rules', {}, 401, 'token-missing'],
    ] as const) {
      delete recordingHeaders.Authorization;
      Object.assign(recordingHeaders, headers);
      stack.backend.requests.length = 0;
      const refusedBefore = stack.proxy.events('request-refused').length;
      expect((await stack.grafana.writeRecorded(dataSource, recorded())).status).toBe(status);
      if (status === 401) {
        expect(await lastRefusal(stack.proxy, refusedBefore)).toEqual({ refused: reason });
      }
      expect(stack.backend.requests.map(({ url }) => url.split('?')[0])).toEqual(
        status === 204 ? ['/api/v1/write'] : []
      );
    }
  });

  test('are what whoever looks at a publicly shared panel can claim to be, for that panel’s query only', async () => {
    const look = async (panel: string, headers: Record<string, string>): Promise<Seen> => {
      const refusedBefore = stack.proxy.events('request-refused').length;
      const path = `/api/public/dashboards/${panel}/panels/1/query`;
      const response = await who('visitor').fetch(path, { method: 'POST', headers });
      return response.ok ? { sees: tenantsIn(await response.text()) } : lastRefusal(stack.proxy, refusedBefore);
    };
    await expectRefusal(() => look('shared', FORGED), 'token-missing');
    await expectRefusal(() => look('shared-with-credential', {}), 'credential-unused');
    // What is left, and what the documents warn of.
    expect(await look('shared-with-credential', FORGED)).toEqual({ sees: ['rules'] });
  });
});

test('whoever is refused is told how to ask, and not why a token is wrong', async () => {
  const headers = { authorization: `Bearer ${await stack.identity.mint({ key: 'stranger' })}` };
  const response = await fetch(`${stack.proxy.url}/backend/single/api/v1/query?query=probe`, { headers });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer realm="gatehouse", error="invalid_token"');
  const text = await response.text();
  expect(text).toContain('(token-invalid, request ');
  expect(text).not.toContain('signature');
});

/** A remote write request with one sample of `recorded`. */
function recorded(): Buffer<ArrayBuffer> {
  const label = (name: string, value: string) => field(1, field(1, name), field(2, value));
  const sample = field(2, doubleField(1, 1), varintField(2, Date.now()));
  return Buffer.from(snappy(field(1, label('__name__', 'recorded'), sample)));
}
