import type { Subject } from '@gatehouse/model';
import { pino } from 'pino';
import { subjectKey } from '../identity/seen/subjectKey';
import { SqlActivityStore } from '../store/sqlActivityStore';
import { StoreUnavailable } from '../store/storeUnavailable';
import { makeSqlitePlace } from '../store/testing/makeSqlitePlace';
import type { StorePlace } from '../store/testing/storePlace';
import { createMetrics } from '../telemetry/metrics';
import { ActivityKeeper } from './activityKeeper';
import { BUCKET } from './countedRequests';
import type { RefusedRequest } from './refusedRequest';
import type { FinishedRequest } from './requestCounts';

const NOON = 1_700_000_100_000 - (1_700_000_100_000 % BUCKET);

const subjectOf = (id: string): Subject => ({
  issuer: 'i',
  kind: 'user',
  id,
  emailVerified: true,
  groups: [],
  claims: {},
});
const alice = subjectOf('alice');

let place: StorePlace;
let store: SqlActivityStore;
let keeper: ActivityKeeper;
let now: number;
let metrics: ReturnType<typeof createMetrics>;
let made: number;

beforeEach(async () => {
  place = await makeSqlitePlace();
  store = new SqlActivityStore(place.open());
  now = NOON;
  made = 0;
  metrics = createMetrics('test');
  keeper = start();
});

afterEach(() => place.remove());

function start(most = 1_000): ActivityKeeper {
  const config = { keep: 86_400_000, most };
  return new ActivityKeeper({
    store,
    config,
    replica: 'one',
    metrics,
    logger: pino({ level: 'silent' }),
    now: () => now,
  });
}

function refused(more: Partial<RefusedRequest> = {}, subject: Subject | null = alice): string {
  made += 1;
  const requestId = made.toString(16).padStart(16, '0');
  const named =
    subject === null ? undefined : { issuer: subject.issuer, kind: subject.kind, id: subject.id, label: subject.id };
  const refusal: RefusedRequest = {
    at: now,
    requestId,
    method: 'GET',
    endpoint: '/api/v1/query',
    subject: named,
    tenants: [],
    mappings: [],
    revision: 1,
    status: 403,
    code: 'denied',
    reason: 'denied',
    detail: 'no',
    address: '10.0.0.7',
    ...more,
  };
  keeper.record(refusal, subject ?? undefined);
  return requestId;
}

const request = (more: Partial<FinishedRequest> = {}): FinishedRequest => ({
  requestId: 'aa',
  method: 'GET',
  subject: alice,
  access: 'read',
  tenant: undefined,
  backend: undefined,
  endpoint: '/api/v1/query',
  outcome: 'allowed',
  allowedTenants: [{ tenant: { name: 'acme' } }],
  mappings: ['dev'],
  revision: 1,
  ...more,
});

async function dropped(what: string): Promise<number> {
  const { values } = await metrics.activityDropped.get();
  return values.find(({ labels }) => labels.what === what)?.value ?? 0;
}

const counts = async () => (await store.allowed({}, undefined, 1_000)).map(({ count }) => count);

it('keeps a refusal, which any process can find by its number', async () => {
  const id = refused();
  await keeper.flush();
  expect(await start().find(id)).toMatchObject({ requestId: id, replica: 'one', subjectKey: subjectKey(alice) });
});

it('keeps the first of many refusals that are alike, and counts the others', async () => {
  const ids = Array.from({ length: 500 }, () => refused());
  refused({ reason: 'no-mapping' });
  refused({}, subjectOf('bob'));
  const { refusals } = await keeper.refusals({}, undefined, 500);
  expect(refusals).toHaveLength(12);
  expect(refusals.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(490);
  expect(await dropped('repeated')).toBe(490);
  // Whoever asks this process still finds each of them.
  expect(await keeper.find(ids.at(-1) ?? '')).toMatchObject({ requestId: ids.at(-1) });
  now += 60_000;
  refused();
  expect((await keeper.refusals({}, undefined, 500)).refusals).toHaveLength(13);
});

it('does not let a flood from everywhere fill the store', async () => {
  for (let one = 0; one < 5_000; one += 1) {
    refused({ address: `10.${one >> 8}.${one & 255}.1` }, null);
  }
  expect(await dropped('repeated')).toBe(4_500);
  expect((await keeper.refusals({}, undefined, 5_000)).refusals).toHaveLength(500);
  now += 1_000;
  for (let one = 0; one < 5_000; one += 1) {
    refused({ address: `11.${one >> 8}.${one & 255}.1` }, null);
  }
  expect((await keeper.refusals({}, undefined, 5_000)).refusals).toHaveLength(501);
});

it('counts requests that are alike together, whichever token brought them', async () => {
  for (let one = 0; one < 80; one += 1) {
    keeper.count(request({ subject: one % 2 === 0 ? alice : subjectOf('alice') }));
  }
  keeper.count(request({ endpoint: '/api/v1/series' }));
  await keeper.flush();
  now += BUCKET;
  keeper.count(request());
  await keeper.flush();
  expect(await counts()).toEqual([1, 1, 80]);
});

it('adds up what there is no room to tell apart', async () => {
  for (let one = 0; one < 200; one += 1) {
    keeper.count(request({ requestId: `${one}`, subject: subjectOf(`u-${one}`) }));
  }
  await keeper.flush();
  const all = await store.allowed({}, undefined, 1_000);
  expect(all).toHaveLength(51);
  expect(all.filter(({ subjectKey: key }) => key === '').map(({ count }) => count)).toEqual([150]);
});

it('waits while the store is away, and loses nothing for which there is room', async () => {
  const count = jest.spyOn(store, 'count').mockRejectedValue(new StoreUnavailable('away'));
  const write = jest.spyOn(store, 'write').mockRejectedValue(new StoreUnavailable('away'));
  const id = refused();
  keeper.count(request());
  await expect(keeper.flush()).rejects.toThrow('away');
  keeper.count(request());
  expect(await keeper.find(id)).toMatchObject({ requestId: id });
  await expect(keeper.find('0123')).rejects.toThrow('away');
  count.mockRestore();
  write.mockRestore();
  await keeper.flush();
  expect(await counts()).toEqual([2]);
  expect(await store.find(id)).toBeDefined();
});

it('forgets somebody, also what waits', async () => {
  const id = refused();
  const other = refused({}, subjectOf('bob'));
  keeper.count(request());
  keeper.count(request({ subject: subjectOf('bob') }));
  keeper.forget(subjectKey(alice));
  expect([await keeper.find(id), (await keeper.find(other))?.requestId]).toEqual([undefined, other]);
  expect((await store.requests(0, 9)).map(({ subjectKey: key }) => key)).toEqual([subjectKey(subjectOf('bob'))]);
});

it('keeps nothing when it is told so', async () => {
  keeper = start(0);
  const id = refused();
  keeper.count(request());
  await keeper.flush();
  expect([await store.refusals({}, undefined, 9), await counts()]).toEqual([[], []]);
  expect(await keeper.find(id)).toMatchObject({ requestId: id });
});
