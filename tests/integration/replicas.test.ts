import { setTimeout as sleep } from 'node:timers/promises';
import { type Proxy, publish } from './support/startProxy';
import { OF_EVERYBODY, OF_NOBODY, type Replicas, startReplicas } from './support/startReplicas';

jest.setTimeout(600_000);

const PUBLISHES = 200;
const KILLS = 5;
const OUTAGE = 60_000;
/** Nothing here takes as long, unless it never comes. A replica that has just started may still fetch the issuer's keys. */
const LONGEST_WAIT = 30_000;

let replicas: Replicas;
let proxies: [Proxy, Proxy, Proxy];

beforeAll(async () => {
  replicas = await startReplicas();
  proxies = await Promise.all([replicas.start(), replicas.start(), replicas.start()]);
});
afterAll(() => replicas.close());

function one(place: number): Proxy {
  const proxy = proxies[place];
  if (proxy === undefined) {
    throw new Error(`there is no replica ${place}`);
  }
  return proxy;
}

/** Waits until a replica decides queries so; how long that took, in milliseconds. */
async function untilQueried(proxy: Proxy, status: number, since: number): Promise<number> {
  for (let found = await replicas.query(proxy); found !== status; found = await replicas.query(proxy)) {
    if (performance.now() - since > LONGEST_WAIT) {
      throw new Error(
        `after ${LONGEST_WAIT} ms, queries are answered with ${found} instead of ${status}:\n${proxy.logs()}`
      );
    }
    await sleep(2);
  }
  return performance.now() - since;
}

async function latestOf(proxy: Proxy): Promise<number> {
  const response = await proxy.admin('/v1/policy');
  return Number(/\d+/.exec(response.headers.get('ETag') ?? '')?.[0]);
}

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);

test(`each of ${PUBLISHES} publishes is in force on three replicas within a second`, async () => {
  const delays: number[] = [];
  const first = await latestOf(proxies[0]);
  for (let revision = first; revision < first + PUBLISHES; revision += 1) {
    const allowed = revision % 2 === 0;
    const publisher = one(revision % proxies.length);
    const response = await publish(publisher.admin, revision, allowed ? OF_EVERYBODY : OF_NOBODY, `${revision}`);
    const answered = performance.now();
    expect(response.status).toBe(200);
    delays.push(...(await Promise.all(proxies.map((proxy) => untilQueried(proxy, allowed ? 200 : 403, answered)))));
  }
  const sorted = delays.toSorted((a, b) => a - b);
  process.stdout.write(
    `${PUBLISHES} publishes, in force on each of ${proxies.length} replicas after the answer: p50 ${percentile(sorted, 0.5)} ms, p99 ${percentile(sorted, 0.99)} ms, max ${percentile(sorted, 1)} ms\n`
  );
  expect(sorted).toHaveLength(PUBLISHES * proxies.length);
  expect(sorted.at(-1)).toBeLessThan(1_000);
});

test('a publish is in force everywhere within some seconds also when nobody hears of it', async () => {
  await replicas.ask(
    "CREATE FUNCTION silence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'; RETURN NEW; END $$"
  );
  await replicas.ask('CREATE TRIGGER silence AFTER INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION silence()');
  await proxies[0].put(OF_NOBODY);
  await proxies[0].put(OF_EVERYBODY);
  const delays = await Promise.all(proxies.map((proxy) => untilQueried(proxy, 200, performance.now())));
  expect(Math.max(...delays)).toBeLessThan(3_000);
  await replicas.ask('DROP TRIGGER silence ON revisions');
});

test(`nothing that was acknowledged is lost when replicas are killed, ${KILLS} times, while all publish`, async () => {
  const acknowledged = new Map<number, string>();
  let over = false;
  const publishing = async (place: number) => {
    let known = 0;
    for (let count = 0; !over; count += 1) {
      const proxy = one(place);
      const comment = `${place} of ${proxy.process.pid}: ${count}`;
      try {
        const response = await publish(proxy.admin, known, count % 2 === 0 ? OF_EVERYBODY : OF_NOBODY, comment);
        if (response.status === 200) {
          known = Number(/\d+/.exec(response.headers.get('ETag') ?? '')?.[0]);
          acknowledged.set(known, comment);
        } else {
          expect([412, 503]).toContain(response.status);
          known = await latestOf(proxy);
        }
      } catch {
        // It was killed; another one takes its place.
      }
      await sleep(20);
    }
  };
  const all = proxies.map((_, place) => publishing(place));
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(300 + 700 * Math.random());
    const place = Math.floor(Math.random() * proxies.length);
    await one(place).kill();
    proxies[place] = await replicas.start();
  }
  over = true;
  await Promise.all(all);
  const rows = await replicas.ask('SELECT number::integer, comment FROM revisions ORDER BY number');
  const comments = new Map(rows.map((row) => Object.values(row as object) as [number, string]));
  process.stdout.write(`${acknowledged.size} acknowledged publishes of ${comments.size}, ${KILLS} replicas killed\n`);
  expect([...comments.keys()]).toEqual(Array.from(comments, (_, index) => index + 1));
  expect([...acknowledged].filter(([number, comment]) => comments.get(number) !== comment)).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(3 * KILLS);
});

test(`PostgreSQL away for ${OUTAGE / 1000} s under load refuses no query, and edits with 503; then all goes on by itself`, async () => {
  const { revision } = await proxies[0].put(OF_EVERYBODY);
  await Promise.all(proxies.map((proxy) => untilQueried(proxy, 200, performance.now())));
  const answers = new Map<number | string, number>();
  let over = false;
  const loading = proxies.flatMap((proxy) =>
    Array.from({ length: 4 }, async () => {
      while (!over) {
        const status = await replicas.query(proxy).catch((error: unknown) => String(error));
        answers.set(status, (answers.get(status) ?? 0) + 1);
        await sleep(5);
      }
    })
  );
  const began = Date.now();
  await replicas.postgres.stop();
  for (const proxy of proxies) {
    while (!(await (await fetch(`${proxy.adminUrl}/readyz`)).text()).includes('store-unavailable')) {
      expect(Date.now() - began).toBeLessThan(10_000);
      await sleep(50);
    }
  }
  for (const proxy of proxies) {
    const asked = performance.now();
    const response = await publish(proxy.admin, revision, OF_NOBODY, 'while it is away');
    expect(await response.json()).toMatchObject({ status: 503, code: 'store-unavailable' });
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(await (await fetch(`${proxy.adminUrl}/metrics`)).text()).toContain('gatehouse_store_available 0');
    expect((await proxy.admin('/v1/policy')).status).toBe(200);
  }
  await sleep(Math.max(0, OUTAGE - (Date.now() - began)));
  await replicas.postgres.start();
  const back = performance.now();
  for (;;) {
    const response = await publish(proxies[1].admin, revision, OF_EVERYBODY, 'after it was away');
    if (response.status === 200) {
      break;
    }
    expect(response.status).toBe(503);
    expect(performance.now() - back).toBeLessThan(15_000);
    await sleep(100);
  }
  await publish(proxies[2].admin, revision + 1, OF_NOBODY, 'from another one');
  over = true;
  await Promise.all(loading);
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${total} queries while PostgreSQL was away for ${OUTAGE / 1000} s and when it came back\n`);
  await Promise.all(proxies.map((proxy) => untilQueried(proxy, 403, performance.now())));
  expect([...answers.keys()].filter((status) => status !== 200 && status !== 403)).toEqual([]);
  expect(total).toBeGreaterThan(1_000);
});
