import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
  mappings: [{ name: 'dev', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] }],
};

const subjectsSchema = z.object({
  subjects: z.array(
    z.looseObject({
      key: z.string(),
      issuer: z.string(),
      kind: z.string(),
      id: z.string(),
      groups: z.array(z.string()),
      claims: z.record(z.string(), z.array(z.string())),
      firstSeen: z.iso.datetime(),
      lastSeen: z.iso.datetime(),
      visits: z.number(),
    })
  ),
  next: z.string().nullable(),
});

const principalsSchema = z.object({
  principals: z.array(z.object({ principal: z.string(), subjects: z.number() })),
});

let folder: string;
let issuer: Issuer;
let proxies: Proxy[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-seen-'));
  issuer = await startIssuer();
  proxies = [];
});

afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
});

/** Activity remembers people as well, for reasons and bounds of its own. */
const NO_ACTIVITY = { activity: { most: 0 } };

async function start(seenSubjects: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<Proxy> {
  const proxy = await startProxy({
    folder,
    configOverrides: {
      issuers: [
        {
          name: 'keycloak',
          issuer: issuer.url,
          audience: ['grafana'],
          claims: { department: 'department', salary: 'salary' },
        },
      ],
      seenSubjects: { claims: ['department'], ...seenSubjects },
      store: 'sqlite:data/gatehouse.db',
      ...more,
    },
  });
  proxies.push(proxy);
  return proxy;
}

async function come(proxy: Proxy, claims: Record<string, unknown> = {}): Promise<{ status: number; token: string }> {
  const token = await issuer.token(claims);
  const headers = { Authorization: `Bearer ${token}` };
  return { status: (await fetch(`${proxy.url}/api/v1/query?query=top_secret`, { headers })).status, token };
}

async function seen(proxy: Proxy, query = '') {
  const response = await proxy.admin(`/v1/subjects${query}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('json')]);
  return subjectsSchema.parse(await response.json());
}

const idsOf = async (proxy: Proxy, query = '') => (await seen(proxy, query)).subjects.map(({ id }) => id);

async function storeBytes(): Promise<string> {
  const names = await readdir(join(folder, 'data'));
  return (await Promise.all(names.map((name) => readFile(join(folder, 'data', name), 'latin1')))).join('');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error('did not come true');
    }
    await sleep(100);
  }
}

describe('who came', () => {
  it('is listed with what may be kept, whether the policy lets them through or not', async () => {
    const proxy = await start();
    await proxy.put(POLICY);
    const before = Date.now();
    const allowed = await come(proxy, { department: 'finance', salary: '1000', name: 'Alice' });
    await come(proxy, { department: 'finance', salary: '1000', name: 'Alice' });
    const refused = await come(proxy, {
      sub: 'u-mallory',
      email: 'mallory@evil.example',
      email_verified: false,
      groups: [],
    });
    const unknown = await come(proxy, { sub: 'u-nobody', aud: 'somebody-else' });
    expect([allowed.status >= 500, refused.status, unknown.status]).toEqual([true, 403, 401]);

    const { subjects } = await seen(proxy);
    expect(subjects).toEqual([
      expect.objectContaining({ id: 'u-mallory', email: 'mallory@evil.example', emailVerified: false, visits: 1 }),
      {
        key: expect.stringMatching(/^[\w-]{43}$/),
        issuer: 'keycloak',
        kind: 'user',
        id: 'u-alice',
        email: 'alice@acme.example',
        emailVerified: true,
        name: 'Alice',
        groups: ['acme-dev'],
        claims: { department: ['finance'] },
        shortened: false,
        firstSeen: expect.any(String),
        lastSeen: expect.any(String),
        visits: 2,
      },
    ]);
    const [, alice] = subjects;
    expect(Date.parse(alice?.firstSeen ?? '')).toBeGreaterThanOrEqual(before - 1000);
    expect(Date.parse(alice?.lastSeen ?? '')).toBeLessThanOrEqual(Date.now());
  }, 40_000);

  it('is searched, filtered, and listed page by page', async () => {
    const proxy = await start();
    for (const sub of ['u-alice', 'u-bob', 'u-carol']) {
      await come(proxy, { sub, email: `${sub}@acme.example`, groups: [`team-of-${sub}`, 'everyone'] });
    }
    expect(await idsOf(proxy, '?search=TEAM-OF-U-B')).toEqual(['u-bob']);
    expect(await idsOf(proxy, '?search=everyone&kind=user&issuer=keycloak')).toEqual(['u-carol', 'u-bob', 'u-alice']);
    expect(await idsOf(proxy, '?kind=service')).toEqual([]);
    expect(await idsOf(proxy, '?issuer=other&search=')).toEqual([]);
    const first = await seen(proxy, '?limit=2');
    const second = await seen(proxy, `?limit=2&cursor=${first.next}`);
    expect([first, second].map(({ subjects }) => subjects.map(({ id }) => id))).toEqual([
      ['u-carol', 'u-bob'],
      ['u-alice'],
    ]);
    expect(second.next).toBeNull();

    const principals = await proxy.admin('/v1/subjects/principals?search=e&kind=group');
    expect(principalsSchema.parse(await principals.json()).principals).toEqual([
      { principal: 'group:everyone', subjects: 3 },
      { principal: 'group:team-of-u-carol', subjects: 1 },
      { principal: 'group:team-of-u-bob', subjects: 1 },
      { principal: 'group:team-of-u-alice', subjects: 1 },
    ]);
  }, 40_000);

  it('is told to those with the admin token only, and to nobody who asks unclearly', async () => {
    const proxy = await start();
    for (const path of ['/v1/subjects', '/v1/subjects/principals', '/v1/activity', '/v1/activity/0123456789abcdef']) {
      expect((await fetch(`${proxy.adminUrl}${path}`)).status).toBe(401);
    }
    for (const [path, named] of [
      ['/v1/subjects?limit=0', 'limit'],
      ['/v1/subjects?limit=501', 'limit'],
      ['/v1/subjects?limit=5&limit=6', 'limit'],
      ['/v1/subjects?cursor=nonsense', 'cursor'],
      ['/v1/subjects?kind=robot', 'kind'],
      ['/v1/subjects?issuer=../x', 'issuer'],
      [`/v1/subjects?search=${'x'.repeat(513)}`, 'search'],
      ['/v1/subjects?unknown=1', 'unknown'],
      ['/v1/subjects/principals?kind=authenticated', 'kind'],
      ['/v1/activity?before=-1', 'before'],
      ['/v1/activity?limit=many', 'limit'],
    ] as const) {
      const response = await proxy.admin(path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        400,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(await response.json()).toMatchObject({ code: 'query-invalid', detail: expect.stringContaining(named) });
    }
  }, 40_000);

  it('can be forgotten, one by one', async () => {
    const proxy = await start();
    await come(proxy, { name: 'Alice Unmistakable' });
    await come(proxy, { sub: 'u-bob' });
    const [bob, alice] = (await seen(proxy)).subjects;
    expect(await (await proxy.admin(`/v1/subjects/${alice?.key}`)).json()).toEqual(alice);
    expect(await storeBytes()).toContain('Alice Unmistakable');
    const forgotten = await proxy.admin(`/v1/subjects/${alice?.key}`, { method: 'DELETE' });
    expect([forgotten.status, await forgotten.text()]).toEqual([204, '']);
    expect(await idsOf(proxy)).toEqual(['u-bob']);
    expect(await storeBytes()).not.toContain('Alice Unmistakable');
    expect(proxy.events('subject-forgotten')).toMatchObject([
      { key: alice?.key, author: 'default', by: 'admin-token', adminToken: 'default' },
    ]);
    for (const [path, method, status, code] of [
      [`/v1/subjects/${alice?.key}`, 'DELETE', 404, 'not-found'],
      [`/v1/subjects/${alice?.key}`, 'GET', 404, 'not-found'],
      ['/v1/subjects/%00', 'DELETE', 404, 'not-found'],
      [`/v1/subjects/${bob?.key}`, 'PUT', 405, 'method-not-allowed'],
      ['/v1/subjects', 'DELETE', 405, 'method-not-allowed'],
      ['/v1/subjects/principals', 'DELETE', 405, 'method-not-allowed'],
    ] as const) {
      const response = await proxy.admin(path, { method });
      expect([path, response.status, await response.json()]).toEqual([path, status, expect.objectContaining({ code })]);
    }
    expect(await idsOf(proxy)).toEqual(['u-bob']);
  }, 40_000);
});

describe('what is remembered', () => {
  it('survives a graceful end, and is shared by several proxies', async () => {
    const [one, other] = [await start(), await start()];
    await come(one, { sub: 'u-one' });
    await come(other, { sub: 'u-other', groups: ['old'] });
    await come(one, { sub: 'u-other', groups: ['new'] });
    await idsOf(other);
    expect((await idsOf(one)).toSorted()).toEqual(['u-one', 'u-other']);
    const [shared] = (await seen(one, '?search=u-other')).subjects;
    expect(shared).toMatchObject({ groups: ['new'], visits: 2 });
    expect(Date.parse(shared?.firstSeen ?? '')).toBeLessThan(Date.parse(shared?.lastSeen ?? ''));
    await come(one, { sub: 'u-last' });
    expect(await one.stop()).toBe(0);
    expect(await idsOf(other)).toContain('u-last');
    await other.stop();
    expect((await idsOf(await start())).toSorted()).toEqual(['u-last', 'u-one', 'u-other']);
  }, 90_000);

  it('is written within ten seconds, so that a crash loses no more', async () => {
    const proxy = await start({}, NO_ACTIVITY);
    await come(proxy);
    await until(async () => (await storeBytes()).includes('u-alice'));
    await proxy.kill();
    expect(await idsOf(await start())).toEqual(['u-alice']);
  }, 90_000);

  it('holds no token: neither the store, nor the API, nor the log', async () => {
    const proxy = await start({ claims: ['department', 'salary'] });
    const { token } = await come(proxy);
    const odd = await come(proxy, { sub: 'u-odd', name: token, groups: [token, 'dev'], department: [token] });
    await come(proxy, { sub: 'u-audience', aud: 'x' });
    const answers = await Promise.all(
      ['/v1/subjects', '/v1/subjects/principals', '/v1/activity'].map(async (path) => (await proxy.admin(path)).text())
    );
    expect(answers[0]).toContain('u-odd');
    await proxy.stop();
    const all = [await storeBytes(), ...answers, proxy.logs()].join('\n');
    expect(all).not.toMatch(/eyJ/);
    expect(all).not.toContain('top_secret');
    for (const part of [token, odd.token].flatMap((one) => one.split('.'))) {
      expect(all).not.toContain(part.slice(0, 40));
    }
  }, 40_000);

  it('is erased when the configuration does not let it be kept any more', async () => {
    const before = await start({}, NO_ACTIVITY);
    await come(before, { department: 'unmistakable-department', groups: ['unmistakable-group'] });
    await before.stop();
    expect(await storeBytes()).toContain('unmistakable-group');

    const fewer = await start({ groups: false, claims: [] }, NO_ACTIVITY);
    expect((await seen(fewer)).subjects).toMatchObject([{ id: 'u-alice', groups: [], claims: {} }]);
    expect(await storeBytes()).not.toContain('unmistakable');
    expect(fewer.events('seen-subjects-erased')).toMatchObject([{ subjects: 1 }]);
    await fewer.stop();

    const nobody = await start({ most: 0 }, NO_ACTIVITY);
    expect(await idsOf(nobody)).toEqual([]);
    await come(nobody, { sub: 'u-late' });
    await until(async () => !(await storeBytes()).includes('u-alice'));
    await nobody.stop();
    expect(await storeBytes()).not.toMatch(/u-alice|u-late/);
  }, 90_000);

  it('waits while the store is away, and nobody is refused for it', async () => {
    const proxy = await start();
    await proxy.put(POLICY);
    const { status } = await come(proxy);
    expect(await idsOf(proxy)).toEqual(['u-alice']);
    await rename(join(folder, 'data'), join(folder, 'away'));
    expect((await come(proxy, { sub: 'u-bob' })).status).toBe(status);
    for (const [path, method] of [
      ['/v1/subjects', 'GET'],
      ['/v1/subjects/principals', 'GET'],
      [`/v1/subjects/${'a'.repeat(43)}`, 'DELETE'],
    ] as const) {
      const response = await proxy.admin(path, { method });
      expect([response.status, await response.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'store-unavailable', detail: expect.stringContaining('log') }),
      ]);
    }
    await rename(join(folder, 'away'), join(folder, 'data'));
    await until(async () => (await proxy.admin('/v1/subjects')).status === 200);
    expect((await idsOf(proxy)).toSorted()).toEqual(['u-alice', 'u-bob']);
  }, 40_000);
});
