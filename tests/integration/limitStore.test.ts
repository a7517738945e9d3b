import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Allowed, Subject } from '@gatehouse/model';
import { waitFor } from '../../dev/processes/waitFor';
import { type Redis, startRedis } from '../../dev/redis';
import { LimitKeeper } from '../../proxy/gateway/limits/limitKeeper';
import type { Taken } from '../../proxy/gateway/limits/limitStore';
import { RedisConnection } from '../../proxy/gateway/limits/redisConnection';
import { RedisLimitStore } from '../../proxy/gateway/limits/redisLimitStore';

const LEASE = 600;

interface Replica {
  store: RedisLimitStore;
  /** What its observer was told, in order. */
  told: string[];
}

let folder: string;
let redis: Redis;
/** Looks into Redis. */
let looker: RedisConnection;
let client: RedisConnection['client'];
let replicas: Replica[];
/** Each test counts under keys of its own. */
let key: string;
let tests = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-limits-'));
  redis = await startRedis({ folder, password: 'p@ss word' });
});

afterAll(async () => {
  await redis.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await redis.start();
  const silent = { available: () => {}, unavailable: () => {} };
  looker = new RedisConnection(
    redis,
    silent,
    (connected) => connected.ping(),
    () => {}
  );
  ({ client } = looker);
  await waitFor('the connection', async () => (looker.usable ? true : undefined));
  tests += 1;
  key = `test-${process.pid}-${tests}`;
  replicas = [];
});

afterEach(async () => {
  redis.thaw();
  await Promise.all(replicas.map(({ store }) => store.close()));
  await looker.close();
});

/** Another process of the same installation, as far as Redis can tell; ready when it is connected. */
async function startReplica({ password = redis.password, lease = LEASE } = {}): Promise<Replica> {
  const told: string[] = [];
  const observer = { available: () => told.push('available'), unavailable: () => told.push('unavailable') };
  const replica = { store: new RedisLimitStore({ url: redis.url, password }, observer, lease), told };
  replicas.push(replica);
  await waitFor('the first word of the store', async () => told[0]);
  return replica;
}

function giveBack(taken: Taken): void {
  if (!taken.taken) {
    throw new Error('nothing was taken');
  }
  taken.giveBack();
}

const last = ({ told }: Replica, word: string) => waitFor(word, async () => (told.at(-1) === word ? true : undefined));
/** Until when each place is taken, as Redis has it. */
const leases = async () =>
  (await client.zrange(`gatehouse:places:${key}`, 0, '-1', 'WITHSCORES')).filter((_, at) => at % 2);

test('requests of all replicas count together', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  const outcomes: Taken[] = [];
  for (const { store } of [one, other, one, other]) {
    outcomes.push(await store.countRequest(key, 3));
  }
  expect(outcomes.map(({ taken }) => taken)).toEqual([true, true, true, false]);
  expect(outcomes[3]).toMatchObject({ retryAfter: expect.any(Number) });
  expect((outcomes[3] as { retryAfter: number }).retryAfter).toBeGreaterThan(50_000);
});

test('a request that is given back counts no more, for nobody', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  giveBack(await one.store.countRequest(key, 1));
  await waitFor('the point', async () => ((await client.get(`gatehouse:requests:${key}`)) === '0' ? true : undefined));
  expect(await other.store.countRequest(key, 1)).toMatchObject({ taken: true });
});

test('places of all replicas count together, and a free one is free for all', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  const place = await one.store.takePlace(key, 2);
  await other.store.takePlace(key, 2);
  expect((await one.store.takePlace(key, 2)).taken).toBe(false);
  expect((await other.store.takePlace(key, 2)).taken).toBe(false);
  giveBack(place);
  await waitFor('the place', async () => ((await leases()).length === 1 ? true : undefined));
  expect((await other.store.takePlace(key, 2)).taken).toBe(true);
});

test('a place stays taken for as long as its request runs', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  await one.store.takePlace(key, 1);
  const [first] = await leases();
  await waitFor('two leases', async () => (Number((await leases())[0]) > Number(first) + 2 * LEASE ? true : undefined));
  expect((await other.store.takePlace(key, 1)).taken).toBe(false);
});

test('the places of a replica that was killed come back', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  await one.store.takePlace(key, 2);
  await other.store.takePlace(key, 2);
  expect((await other.store.takePlace(key, 2)).taken).toBe(false);
  // As when it is killed: nothing is renewed and nothing given back.
  await one.store.close();
  await waitFor('the place', async () => ((await other.store.takePlace(key, 2)).taken ? true : undefined));
  expect((await other.store.takePlace(key, 2)).taken).toBe(false);
});

test('a burst over all replicas never takes one place too many', async () => {
  const stores = [(await startReplica()).store, (await startReplica()).store];
  const taken = await Promise.all(Array.from({ length: 200 }, (_, index) => stores[index % 2]?.takePlace(key, 7)));
  expect(taken.filter((one) => one?.taken)).toHaveLength(7);
});

test('while Redis is away each replica counts for itself, and says so once', async () => {
  const [one, other] = [await startReplica(), await startReplica()];
  await redis.stop();
  for (const replica of [one, other]) {
    await last(replica, 'unavailable');
    const requests = [await replica.store.countRequest(key, 1), await replica.store.countRequest(key, 1)];
    const places = [await replica.store.takePlace(key, 1), await replica.store.takePlace(key, 1)];
    expect([...requests, ...places].map(({ taken }) => taken)).toEqual([true, false, true, false]);
    expect(replica.told).toEqual(['available', 'unavailable']);
  }
});

test('when Redis is back, it learns at once of the places that are taken', async () => {
  const lease = 3_600_000;
  const [one, other] = [await startReplica({ lease }), await startReplica({ lease })];
  const before = await one.store.takePlace(key, 3);
  await redis.stop();
  await Promise.all([last(one, 'unavailable'), last(other, 'unavailable')]);
  const meanwhile = await other.store.takePlace(key, 3);
  await redis.start();
  await Promise.all([last(one, 'available'), last(other, 'available')]);
  await waitFor('both places', async () => ((await leases()).length === 2 ? true : undefined));
  expect((await one.store.takePlace(key, 2)).taken).toBe(false);
  giveBack(before);
  giveBack(meanwhile);
  await waitFor('no place', async () => ((await leases()).length === 0 ? true : undefined));
});

test('a Redis that does not answer holds nobody up, and is used again when it does', async () => {
  const replica = await startReplica();
  redis.freeze();
  const asked = performance.now();
  await Promise.all([replica.store.countRequest(key, 5), replica.store.takePlace(key, 5)]);
  // 120 ms, and a lot for a busy machine.
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(replica.told).toEqual(['available', 'unavailable']);
  const again = performance.now();
  await replica.store.countRequest(key, 5);
  expect(performance.now() - again).toBeLessThan(100);
  redis.thaw();
  await last(replica, 'available');
  await replica.store.countRequest(key, 5);
  // The one that came too late, and this one.
  expect(await client.get(`gatehouse:requests:${key}`)).toBe('2');
});

test('a wrong password is a Redis that is away', async () => {
  const replica = await startReplica({ password: 'guessed' });
  expect(replica.told).toEqual(['unavailable']);
  expect((await replica.store.countRequest(key, 1)).taken).toBe(true);
  expect((await replica.store.countRequest(key, 1)).taken).toBe(false);
});

test('whatever a subject is called, its keys are short, plain and its own', async () => {
  const before = new Set(await client.keys('*'));
  const { store } = await startReplica();
  const keeper = new LimitKeeper(store, 64);
  const odd = ['x'.repeat(10_000), 'a\0b\n', '\ud800', '💥 *', '{a}:b'];
  for (const id of odd) {
    const subject: Subject = { issuer: 'i', kind: 'user', id, emailVerified: false, groups: [], claims: {} };
    const decision: Allowed = {
      allowed: true,
      reason: 'allowed',
      access: 'read',
      backend: 'single',
      tenants: [{ tenant: { name: 'acme', backend: 'single' }, filters: undefined }],
      stamp: {},
      limits: { requestsPerMinute: 1, concurrency: 1 },
      sharedLimits: [],
      mappings: [],
    };
    await keeper.enter(subject, decision, [], 0, undefined);
  }
  const keys = (await client.keys('*')).filter((one) => !before.has(one) && one.includes('subject'));
  expect(keys).toHaveLength(2 * odd.length);
  keys.forEach((one) => expect(one).toMatch(/^gatehouse:(requests|places):subject:[\w-]{43}$/));
});
