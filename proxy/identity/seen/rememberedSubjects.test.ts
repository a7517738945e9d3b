import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subject } from '@gatehouse/model';
import { pino } from 'pino';
import type { Config } from '../../config/schema';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { SqliteDatabase } from '../../store/sqliteDatabase';
import { SqlSubjectStore } from '../../store/sqlSubjectStore';
import { createMetrics } from '../../telemetry/metrics';
import { PrincipalCounts } from './principalCounts';
import { RememberedSubjects } from './rememberedSubjects';
import { subjectKey } from './subjectKey';

jest.setTimeout(30_000);

const DAY = 86_400_000;
const KEEP: Config['seenSubjects'] = { keep: 30 * DAY, most: 1000, groups: true, claims: ['department'] };

let now: number;
let folder: string;
let events: Array<Record<string, unknown>>;
let closing: Array<() => Promise<void>>;

beforeEach(async () => {
  now = 1_700_000_000_000;
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-seen-'));
  events = [];
  closing = [];
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance', 'queueMicrotask'], now });
});

afterEach(async () => {
  jest.useRealTimers();
  await Promise.all(closing.map((close) => close()));
  await rm(folder, { recursive: true });
});

/** A process that remembers: those of one test share the store. */
function remember(config: Partial<Config['seenSubjects']> = {}) {
  const database = new SqliteDatabase(join(folder, 'data', 'gatehouse.db'));
  const store = new SqlSubjectStore(database);
  const metrics = createMetrics('test');
  const logger = pino({ base: undefined }, { write: (line: string) => void events.push(JSON.parse(line)) });
  const seen = new RememberedSubjects({ store, config: { ...KEEP, ...config }, metrics, logger, now: () => now });
  closing.push(async () => {
    await seen.close();
    await database.close();
  });
  return { seen, store, metrics };
}

const person = (id: string, more: Partial<Subject> = {}): Subject => ({
  issuer: 'keycloak',
  kind: 'user',
  id,
  email: `${id}@example.com`,
  emailVerified: true,
  groups: ['dev'],
  claims: { department: ['finance'] },
  ...more,
});

const everybody = async (seen: RememberedSubjects, limit = 500) =>
  (await seen.list({}, undefined, limit)).subjects.map(({ subject }) => subject.id);

/** Lets time pass as soon as somebody waits for it. */
async function pass(milliseconds: number): Promise<void> {
  await until(() => jest.getTimerCount() > 0);
  now += milliseconds;
  jest.advanceTimersByTime(milliseconds);
}

/** Waits for what the file system does in its own time. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error('did not come true');
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('who came', () => {
  it('is listed at once, newest first, and page by page', async () => {
    const { seen } = remember();
    for (const id of ['alice', 'bob', 'carol', 'dave']) {
      seen.saw(person(id), (now += 1));
    }
    const first = await seen.list({}, undefined, 3);
    expect(first.subjects.map(({ subject }) => subject.id)).toEqual(['dave', 'carol', 'bob']);
    const second = await seen.list({}, first.next, 3);
    expect(second).toMatchObject({ subjects: [{ subject: person('alice'), visits: 1 }], next: undefined });
    expect((await seen.list({}, undefined, 4)).next).toBeUndefined();
    expect(await seen.find(subjectKey(person('bob')))).toMatchObject({ subject: person('bob') });
    expect(await seen.find(subjectKey(person('nobody')))).toBeUndefined();
  });

  it('is written within ten seconds, and shown by another process', async () => {
    const [one, other] = [remember(), remember()];
    one.seen.start();
    await until(() => jest.getTimerCount() > 0);
    one.seen.saw(person('alice'), now);
    await pass(9_999);
    expect(await everybody(other.seen)).toEqual([]);
    await pass(1);
    await until(async () => (await everybody(other.seen)).length === 1);
  });

  it('is written at the end, with what was to wait longer', async () => {
    const { seen } = remember();
    const alice = person('alice');
    seen.saw(alice, now);
    await everybody(seen);
    seen.saw(alice, now + 5);
    await seen.close();
    const [found] = (await remember().seen.list({}, undefined, 10)).subjects;
    expect(found).toMatchObject({ visits: 2, firstSeen: now, lastSeen: now + 5 });
  });

  it('is forgotten after a while, whether it is asked for or not', async () => {
    const { seen, store } = remember({ keep: DAY });
    seen.start();
    seen.saw(person('alice'), now);
    seen.saw(person('bob'), now + 5 * 60_000);
    expect(await everybody(seen)).toEqual(['bob', 'alice']);
    now += DAY + 1;
    expect(await everybody(seen)).toEqual(['bob']);
    expect(await seen.find(subjectKey(person('alice')))).toBeUndefined();
    expect(await store.find(subjectKey(person('alice')))).toBeDefined();
    await pass(10_000);
    await until(async () => (await store.find(subjectKey(person('alice')))) === undefined);
    expect(await everybody(seen)).toEqual(['bob']);
  });

  it('is at most as many as configured, the longest unseen going first', async () => {
    const { seen, store } = remember({ most: 3 });
    seen.start();
    for (let number = 0; number < 40; number += 1) {
      seen.saw(person(`p${number}`), (now += 1));
      if (number % 4 === 0) {
        await everybody(seen);
      }
    }
    await pass(10_000);
    await until(async () => (await store.window({ since: 0 }, undefined, 100)).subjects.length <= 3);
    expect(await everybody(seen)).toEqual(['p39', 'p38', 'p37']);
  });

  it('cannot push the process over: a stranger with many identities finds a bounded room', async () => {
    const { seen, store, metrics } = remember({ most: 200 });
    for (let number = 0; number < 20_000; number += 1) {
      seen.saw(person(`stranger-${number}`), (now += 1));
    }
    await seen.close();
    expect((await store.window({ since: 0 }, undefined, 1000)).subjects.length).toBeLessThanOrEqual(200);
    const { values } = await metrics.seenSubjectsDropped.get();
    expect(values[0]?.value).toBeGreaterThan(19_000);
  });

  it('is forgotten on demand, whether it was written or not', async () => {
    const { seen, store } = remember();
    const [alice, bob] = [person('alice'), person('bob')];
    seen.saw(alice, now);
    await everybody(seen);
    seen.saw(alice, now + 1);
    seen.saw(bob, now);
    expect(await seen.forget(subjectKey(alice))).toBe(true);
    expect(await seen.forget(subjectKey(bob))).toBe(true);
    expect(await seen.forget(subjectKey(bob))).toBe(false);
    expect(await everybody(seen)).toEqual([]);
    seen.saw(alice, now + 2);
    await everybody(seen);
    expect(await store.find(subjectKey(alice))).toMatchObject({ firstSeen: now + 2, visits: 1 });
  });
});

describe('what the configuration does not let be kept', () => {
  it('is not kept', async () => {
    const { seen } = remember({ groups: false, claims: [] });
    seen.saw(person('alice'), now);
    expect((await seen.list({}, undefined, 1)).subjects[0]?.subject).toEqual(
      person('alice', { groups: [], claims: {} })
    );
  });

  it('is erased at the start, and again when an older process has written it meanwhile', async () => {
    const older = remember();
    older.seen.saw(person('alice'), now);
    older.seen.saw(person('bob', { groups: [], claims: {} }), now);
    await everybody(older.seen);
    const { seen, store } = remember({ groups: false, claims: [] });
    seen.start();
    const groupsOf = async (id: string) => (await store.find(subjectKey(person(id))))?.subject;
    await until(async () => (await groupsOf('alice'))?.groups.length === 0);
    expect(await groupsOf('alice')).toEqual(person('alice', { groups: [], claims: {} }));
    expect(events.filter(({ event }) => event === 'seen-subjects-erased')).toMatchObject([{ subjects: 1 }]);

    older.seen.saw(person('alice'), now);
    await everybody(older.seen);
    expect((await groupsOf('alice'))?.groups).toEqual(['dev']);
    await pass(600_000);
    await until(async () => (await groupsOf('alice'))?.groups.length === 0);
  });

  it('is nobody at all when nobody may be remembered, and who was there is forgotten', async () => {
    const before = remember();
    before.seen.saw(person('alice'), now);
    await everybody(before.seen);
    const { seen, store } = remember({ most: 0 });
    expect(await everybody(seen)).toEqual([]);
    expect(await seen.find(subjectKey(person('alice')))).toBeUndefined();
    seen.start();
    await until(async () => (await store.find(subjectKey(person('alice')))) === undefined);
    seen.saw(person('bob'), now);
    await seen.close();
    expect((await store.window({ since: 0 }, undefined, 10)).subjects).toEqual([]);
  });
});

describe('while the store is away', () => {
  it('who comes waits, and is written when it is back', async () => {
    const { seen } = remember();
    seen.start();
    seen.saw(person('alice'), now);
    await everybody(seen);
    await rename(join(folder, 'data'), join(folder, 'away'));
    seen.saw(person('bob'), now);
    await pass(10_000);
    await until(() => events.some(({ event }) => event === 'seen-subjects-failing'));
    await expect(everybody(seen)).rejects.toThrow(StoreUnavailable);
    await expect(seen.forget(subjectKey(person('alice')))).rejects.toThrow(StoreUnavailable);
    await rename(join(folder, 'away'), join(folder, 'data'));
    await pass(10_000);
    await until(() => events.some(({ event }) => event === 'seen-subjects-recovered'));
    expect(await everybody(seen)).toEqual(expect.arrayContaining(['alice', 'bob']));
    expect(events.map(({ event }) => event)).toEqual(['seen-subjects-failing', 'seen-subjects-recovered']);
  });

  it('the end is not held up, and nothing is thrown', async () => {
    const { seen } = remember();
    seen.saw(person('alice'), now);
    await everybody(seen);
    seen.saw(person('bob'), now);
    await rename(join(folder, 'data'), join(folder, 'away'));
    await seen.close();
    expect(events).toMatchObject([{ event: 'seen-subjects-failing', detail: expect.stringContaining('ENOENT') }]);
  });
});

describe('the principals of those who came', () => {
  it('are counted, the most frequent first, then those who came last', async () => {
    const { seen } = remember();
    seen.saw(person('alice'), now);
    seen.saw(person('bob', { groups: ['dev', 'Ops'], claims: {} }), now + 1);
    seen.saw(person('mallory', { emailVerified: false, groups: [' no principal', 'x'.repeat(512)] }), now);
    seen.saw(person('vmagent', { kind: 'service', issuer: 'gatehouse' }), now);
    const counts = new PrincipalCounts(seen);
    const all = (await counts.find({}, 100)).map(({ principal, subjects }) => `${subjects} ${principal}`);
    expect(all.slice(0, 3).toSorted()).toEqual(['2 claim:department=finance', '2 domain:example.com', '2 group:dev']);
    expect(all.slice(3).toSorted()).toEqual([
      '1 group:Ops',
      '1 service:vmagent',
      '1 user:alice',
      '1 user:alice@example.com',
      '1 user:bob',
      '1 user:bob@example.com',
      '1 user:mallory',
    ]);
    const found = async (...query: Parameters<PrincipalCounts['find']>) =>
      (await counts.find(...query)).map(({ principal }) => principal as string);
    expect(await found({ search: 'OP' }, 9)).toEqual(['group:Ops']);
    expect(await found({ search: 'user' }, 9)).toEqual([]);
    expect((await found({ search: 'user:AL' }, 9)).toSorted()).toEqual(['user:alice', 'user:alice@example.com']);
    expect(await found({ kind: 'domain' }, 9)).toEqual(['domain:example.com']);
    expect(await found({ search: 'example' }, 2)).toEqual(['domain:example.com', 'user:bob@example.com']);
  });

  it('are counted anew after a while, and at once after a failure', async () => {
    const { seen } = remember();
    const counts = new PrincipalCounts(seen);
    seen.saw(person('alice'), now);
    const users = async () => (await counts.find({ kind: 'service' }, 9)).map(({ principal }) => principal as string);
    expect(await users()).toEqual([]);
    seen.saw(person('vmagent', { kind: 'service', issuer: 'gatehouse' }), now);
    expect(await users()).toEqual([]);
    await pass(10_000);
    expect(await users()).toEqual(['service:vmagent']);
    await pass(10_000);
    await rename(join(folder, 'data'), join(folder, 'away'));
    await expect(users()).rejects.toThrow(StoreUnavailable);
    await rename(join(folder, 'away'), join(folder, 'data'));
    expect(await users()).toEqual(['service:vmagent']);
  });
});
