import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, publish, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
  mappings: [{ name: 'all', principals: ['authenticated'], grants: [{ tenant: 'acme', access: 'read' }] }],
};

let folder: string;
let issuer: Issuer;
let proxies: Proxy[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
  issuer = await startIssuer();
  proxies = [];
});

afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await issuer.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Proxy> {
  const proxy = await startProxy({
    folder,
    configOverrides: {
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      store: 'sqlite:data/gatehouse.db',
    },
  });
  proxies.push(proxy);
  return proxy;
}

async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 8000;
  for (;;) {
    const value = await ask();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`did not come true; the last was ${JSON.stringify(value)}`);
    }
    await sleep(50);
  }
}

const readiness = async (proxy: Proxy) => {
  const response = await fetch(`${proxy.adminUrl}/readyz`);
  const { warnings, ...rest } = (await response.json()) as { ready: boolean } & Record<
    'reasons' | 'warnings',
    Array<{ code: string }>
  >;
  return { status: response.status, ...rest, warnings: warnings.map(({ code }) => code) };
};

const revisionOf = async (proxy: Proxy) =>
  ((await (await proxy.admin('/v1/policy')).json()) as { revision: number }).revision;

/** What the data listener answers to somebody who may read: 502 and the like mean that the policy allowed it. */
const query = async (proxy: Proxy) => {
  const headers = { Authorization: `Bearer ${await issuer.token()}` };
  return (await fetch(`${proxy.url}/api/v1/query?query=up`, { headers })).status;
};

describe('readiness', () => {
  it('comes with the first keys, and follows an issuer that was cold', async () => {
    issuer.failing = true;
    const proxy = await start();
    expect(await readiness(proxy)).toMatchObject({ status: 503, ready: false, reasons: [{ code: 'issuers-cold' }] });
    issuer.failing = false;
    await until(
      () => readiness(proxy),
      ({ status }) => status === 200
    );
  }, 60_000);
});

describe('a store that goes away', () => {
  it('stops edits but not queries, is told by readiness and a metric, and is used again when it is back', async () => {
    const proxy = await start();
    await proxy.put(POLICY);
    await until(
      () => readiness(proxy),
      ({ status }) => status === 200
    );
    const allowed = await query(proxy);
    expect(allowed).toBeGreaterThanOrEqual(500);

    await rename(join(folder, 'data'), join(folder, 'away'));
    await until(
      () => readiness(proxy),
      ({ status, warnings }) => status === 200 && warnings.includes('store-unavailable')
    );
    const refused = await publish(proxy.admin, 1, { ...POLICY, mappings: [] }, 'c');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'store-unavailable' });
    expect(await query(proxy)).toBe(allowed);
    expect(await revisionOf(proxy)).toBe(1);
    expect(await (await fetch(`${proxy.adminUrl}/metrics`)).text()).toMatch(/^gatehouse_store_available 0$/m);
    expect(await (await proxy.admin('/v1/status')).json()).toMatchObject({
      store: { kind: 'sqlite', available: false, error: expect.stringContaining('ENOENT') },
    });

    await rename(join(folder, 'away'), join(folder, 'data'));
    await until(
      () => readiness(proxy),
      ({ warnings }) => !warnings.includes('store-unavailable')
    );
    expect((await publish(proxy.admin, 1, { ...POLICY, mappings: [] }, 'c')).status).toBe(200);
    expect(await query(proxy)).toBe(403);
    expect(proxy.events('store-unavailable')).toHaveLength(1);
  }, 60_000);

  it('never brings an emptied store into force: what was revoked stays revoked, what is granted stays granted', async () => {
    const proxy = await start();
    await proxy.put(POLICY);
    const allowed = await query(proxy);
    await rename(join(folder, 'data'), join(folder, 'away'));
    const other = await start();
    expect(await revisionOf(other)).toBe(0);
    await until(
      () => readiness(proxy),
      ({ status, warnings }) => status === 200 && warnings.includes('store-unavailable')
    );
    expect(await query(proxy)).toBe(allowed);
    expect((await publish(proxy.admin, 1, POLICY, 'c')).status).toBe(503);
    await until(
      () => Promise.resolve(String(proxy.events('store-unavailable').at(-1)?.error)),
      (error) => /emptied, restored or changed for another one; restart/.test(error)
    );
  }, 60_000);

  it('answers queries with 503 while it was never read, and never takes damage for an empty policy', async () => {
    const first = await start();
    await first.put(POLICY);
    await first.stop();
    const database = new Database(join(folder, 'data', 'gatehouse.db'));
    database.exec(
      `INSERT INTO revision_facts (number, author_by, tenants, mappings) VALUES (2, 'admin-token', 0, 0);
      INSERT INTO revisions (number, policy, comment, author, created_at) VALUES (2, '{"mappings":7}', 'c', 'a', 0)`
    );
    database.close();
    const proxy = await start();
    await until(
      () => readiness(proxy),
      ({ reasons }) => !reasons.some(({ code }) => code === 'issuers-cold')
    );
    const { status, reasons, warnings } = await readiness(proxy);
    expect([status, reasons.map(({ code }) => code)]).toEqual([503, ['policy-unread']]);
    expect(warnings).toContain('store-unavailable');
    expect(await query(proxy)).toBe(503);
    expect((await proxy.admin('/v1/policy')).status).toBe(503);
    expect((await publish(proxy.admin, 2, POLICY, 'c')).status).toBe(503);
    expect((await proxy.admin('/v1/status')).status).toBe(200);
    expect(proxy.events('store-unavailable')[0]?.error).toMatch(/revision 2 in the store is not a policy/);
  }, 60_000);
});

describe('two proxies on one store', () => {
  it('lose none of each others updates, and a revoked mapping is refused by the other within a second or so', async () => {
    const [one, other] = [await start(), await start()];
    await one.put(POLICY);
    const statuses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        publish((index % 2 === 0 ? one : other).admin, 1, POLICY, `edit ${index}`).then(({ status }) => status)
      )
    );
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);

    await until(
      () => query(other),
      (status) => status >= 500
    );
    await one.put({ ...POLICY, mappings: [] });
    const revokedAt = Date.now();
    await until(
      () => query(other),
      (status) => status === 403
    );
    expect(Date.now() - revokedAt).toBeLessThan(2000);
    expect(await revisionOf(other)).toBe(3);
  }, 60_000);
});
