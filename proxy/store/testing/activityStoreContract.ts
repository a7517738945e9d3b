import { BUCKET, type CountedRequests } from '../../activity/countedRequests';
import type { KeptRefusal } from '../activityStore';
import { forgetActivity } from '../forgetActivity';
import { SqlActivityStore } from '../sqlActivityStore';
import type { Database } from '../database';
import type { StorePlace } from './storePlace';

const NOON = 1_700_000_100_000 - (1_700_000_100_000 % BUCKET);
const ALL = { since: 0, until: NOON * 2 };

const alice = { issuer: 'keycloak', kind: 'user', id: 'alice', label: 'Alice@acme.example' } as const;

const hex = (number: number) => number.toString(16).padStart(16, '0');

function refusal(number: number, more: Partial<KeptRefusal> = {}): KeptRefusal {
  return {
    at: NOON + number,
    requestId: hex(number),
    method: 'GET',
    endpoint: '/api/v1/query',
    subject: alice,
    tenants: ['acme'],
    mappings: ['dev'],
    revision: 3,
    status: 403,
    code: 'denied',
    reason: 'denied',
    detail: 'no',
    address: '127.0.0.1',
    replica: 'one',
    subjectKey: 'key-of-alice',
    repeated: 0,
    ...more,
  };
}

function counted(number: number, more: Partial<CountedRequests> = {}): CountedRequests {
  return {
    bucket: NOON,
    replica: 'one',
    subjectKey: 'key-of-alice',
    access: 'read',
    tenant: 'acme',
    backend: '',
    endpoint: '/api/v1/query',
    outcome: 'allowed',
    count: 1,
    lastAt: NOON + number,
    sample: {
      requestId: hex(number),
      method: 'GET',
      subject: alice,
      tenants: ['acme'],
      mappings: ['dev'],
      revision: 3,
    },
    ...more,
  };
}

/** What holds for activity wherever it is kept. */
export function activityStoreContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a store of activity on ${kind}`, () => {
    let place: StorePlace;
    let database: Database;
    let store: SqlActivityStore;

    beforeEach(async () => {
      place = await makePlace();
      database = place.open();
      store = new SqlActivityStore(database);
    });

    afterEach(() => place.remove());

    const ids = (refusals: readonly KeptRefusal[]) => refusals.map(({ requestId }) => Number.parseInt(requestId, 16));

    it('is empty at first', async () => {
      expect(await store.refusals({}, undefined, 10)).toEqual([]);
      expect(await store.allowed({}, undefined, 10)).toEqual([]);
      expect(await store.requests(0, 10)).toEqual([]);
      expect(await store.series(ALL, BUCKET)).toEqual([]);
      expect(await store.refusedMost(ALL, 10)).toEqual([]);
      expect(await store.find('x')).toBeUndefined();
      expect(await store.forgetOld({ since: NOON, most: 0 })).toBe(false);
      await store.write([], []);
      await store.count([], []);
    });

    it('gives back refusals as they were, whatever they hold', async () => {
      const odd = 'null \u0000, half \ud800, Álice \u{1f3ed} % _ \\';
      const nobody = refusal(2, { subject: undefined, subjectKey: undefined, address: undefined, revision: null });
      const strange = refusal(3, { subject: { ...alice, id: odd, label: odd }, tenants: [odd], detail: odd });
      await store.write([refusal(1), nobody, strange], []);
      expect(await store.find(hex(1))).toEqual(refusal(1));
      expect(await store.find(hex(2))).toEqual(nobody);
      expect((await store.find(hex(3)))?.detail).toBe(odd);
      await store.write(
        [refusal(1, { detail: 'other' })],
        [
          [hex(1), 4],
          [hex(9), 1],
        ]
      );
      await store.write([], [[hex(1), 3]]);
      expect(await store.find(hex(1))).toEqual(refusal(1, { repeated: 7 }));
    });

    it('finds refusals by what they say, newest first, page by page', async () => {
      await store.write(
        [
          refusal(1, { reason: 'token-audience', code: 'token-invalid', subject: undefined }),
          refusal(2, { tenants: ['acme', 'globex'], endpoint: '/api/v1/series' }),
          refusal(3, { at: NOON + 2, replica: 'two', tenants: [] }),
          refusal(4, { tenants: ['acme_x'] }),
        ],
        []
      );
      const find = async (filter: Parameters<typeof store.refusals>[0]) =>
        ids(await store.refusals(filter, undefined, 9));
      expect(await find({})).toEqual([4, 3, 2, 1]);
      expect(await find({ reason: 'token-audience' })).toEqual([1]);
      expect(await find({ reason: 'token-invalid' })).toEqual([1]);
      expect(await find({ subject: 'ALICE@' })).toEqual([4, 3, 2]);
      expect(await find({ subject: 'a_ice' })).toEqual([]);
      expect(await find({ tenant: 'acme' })).toEqual([2, 1]);
      expect(await find({ tenant: 'globex' })).toEqual([2]);
      expect(await find({ endpoint: '/api/v1/series' })).toEqual([2]);
      expect(await find({ replica: 'two' })).toEqual([3]);
      expect(await find({ requestId: hex(2) })).toEqual([2]);
      expect(await find({ since: NOON + 2, until: NOON + 4 })).toEqual([3, 2]);
      const first = await store.refusals({}, undefined, 2);
      const last = first.at(-1);
      expect(ids(await store.refusals({}, last, 9))).toEqual([2, 1]);
      const exported = await store.export(ALL, undefined, 3);
      expect(ids(exported)).toEqual([1, 2, 3]);
      expect(ids(await store.export(ALL, exported.at(-1), 3))).toEqual([4]);
      expect(ids(await store.export({ since: NOON + 2, until: NOON + 4 }, undefined, 9))).toEqual([2, 3]);
    });

    it('looks through much piece by piece, and finds what stands far back', async () => {
      const rare = { tenants: ['globex'] };
      const all = Array.from({ length: 5_001 }, (_, number) => refusal(number, number % 2_000 === 0 ? rare : {}));
      for (let start = 0; start < all.length; start += 1_000) {
        await store.write(all.slice(start, start + 1_000), []);
      }
      const found = await store.refusals({ tenant: 'globex' }, undefined, 10);
      expect(found.map(({ requestId }) => requestId)).toEqual([4_000, 2_000, 0].map(hex));
      expect(await store.refusals({ tenant: 'globex' }, found[0], 1)).toEqual([found[1]]);
      expect(await store.refusals({ tenant: 'nobody' }, undefined, 10)).toEqual([]);
      expect(await store.refusals({ ...ALL, since: NOON + 1_000 }, undefined, 10_000)).toHaveLength(4_001);
      expect(await store.refusals({ requestId: hex(0) }, undefined, 10)).toHaveLength(1);
      const requests = Array.from({ length: 4_500 }, (_, number) =>
        counted(number, { endpoint: `/e/${number}`, ...(number === 3 && { tenant: 'globex' }) })
      );
      for (let start = 0; start < requests.length; start += 1_000) {
        await store.count(requests.slice(start, start + 1_000), []);
      }
      expect((await store.allowed({ tenant: 'globex' }, undefined, 10)).map(({ endpoint }) => endpoint)).toEqual([
        '/e/3',
      ]);
      expect(await store.allowed({}, undefined, 10_000)).toHaveLength(4_500);
    });

    it('adds up what many processes count', async () => {
      const other = new SqlActivityStore(place.open());
      await store.count([counted(1, { count: 3, lastAt: NOON + 9 })], []);
      await other.count([counted(2, { count: 4 })], []);
      await other.count(
        [counted(5, { replica: 'two' }), counted(6, { bucket: NOON + BUCKET, lastAt: NOON + BUCKET })],
        []
      );
      const allowed = await store.allowed({}, undefined, 9);
      expect(allowed.map(({ count }) => count)).toEqual([1, 7, 1]);
      expect(allowed[1]).toEqual(counted(1, { count: 7, lastAt: NOON + 9 }));
      expect(await store.requests(0, 9)).toEqual([
        {
          subjectKey: 'key-of-alice',
          access: 'read',
          tenant: 'acme',
          backend: '',
          endpoint: '/api/v1/query',
          count: 9,
          lastAt: NOON + BUCKET,
        },
      ]);
      expect((await store.requests(NOON + BUCKET, 9)).map(({ count }) => count)).toEqual([1]);
      expect((await store.allowed({ replica: 'two' }, undefined, 9)).map(({ count }) => count)).toEqual([1]);
    });

    it('tells allowed requests from refused ones, and whom each names', async () => {
      await store.count(
        [
          counted(1),
          counted(2, { outcome: 'denied', count: 5 }),
          counted(3, { outcome: 'no-mapping', subjectKey: 'key-of-bob', count: 2 }),
          counted(4, { outcome: 'token-expired', subjectKey: '', count: 9 }),
          counted(5, { outcome: 'client-left', count: 9 }),
          counted(6, { subjectKey: '', endpoint: 'unknown', tenant: '' }),
        ],
        []
      );
      const found = async (filter: Parameters<typeof store.allowed>[0]) =>
        (await store.allowed(filter, undefined, 9)).map(({ sample }) => Number.parseInt(sample.requestId, 16));
      expect(await found({})).toEqual([6, 1]);
      expect(await found({ subject: 'ALICE' })).toEqual([6, 1]);
      expect(await found({ subject: 'keycloak' })).toEqual([]);
      expect(await found({ endpoint: 'unknown' })).toEqual([6]);
      expect(await found({ requestId: hex(1) })).toEqual([1]);
      const [first] = await store.allowed({}, undefined, 1);
      const position = first && { at: first.lastAt, requestId: first.sample.requestId };
      expect((await store.allowed({}, position, 9)).map(({ lastAt }) => lastAt)).toEqual([NOON + 1]);
      expect((await store.requests(0, 9)).map(({ count }) => count)).toEqual([1]);
      expect(await store.refusedMost(ALL, 9)).toEqual([
        { subjectKey: 'key-of-alice', count: 5, lastAt: NOON + 2 },
        { subjectKey: 'key-of-bob', count: 2, lastAt: NOON + 3 },
      ]);
    });

    it('adds up series in steps', async () => {
      const series = (bucket: number, count: number) => ({
        bucket,
        replica: 'one',
        tenant: 'acme',
        outcome: 'allowed',
        count,
      });
      const start = NOON - (NOON % (4 * BUCKET));
      await store.count([], [series(start, 1), series(start + BUCKET, 2), series(start + 4 * BUCKET, 4)]);
      await store.count([], [series(start, 8)]);
      const sums = async (step: number) =>
        (await store.series({ since: start, until: start + 5 * BUCKET }, step))
          .map(({ bucket, count }) => [(bucket - start) / BUCKET, count])
          .sort(([a = 0], [b = 0]) => a - b);
      expect(await sums(BUCKET)).toEqual([
        [0, 9],
        [1, 2],
        [4, 4],
      ]);
      expect(await sums(4 * BUCKET)).toEqual([
        [0, 11],
        [4, 4],
      ]);
    });

    it('forgets somebody, and nobody else', async () => {
      await store.write([refusal(1), refusal(2, { subjectKey: 'key-of-bob' })], []);
      await store.count([counted(1), counted(2, { subjectKey: 'key-of-bob' })], []);
      const forget = (key: string) => database.change((transaction) => forgetActivity(transaction, key));
      expect([await forget('key-of-alice'), await forget('key-of-alice')]).toEqual([true, false]);
      expect(ids(await store.refusals({}, undefined, 9))).toEqual([2]);
      expect((await store.requests(0, 9)).map(({ subjectKey }) => subjectKey)).toEqual(['key-of-bob']);
    });

    it('forgets what is too old and what is too much, the oldest first', async () => {
      await store.write(
        Array.from({ length: 700 }, (_, number) => refusal(number)),
        []
      );
      await store.count([counted(1), counted(2, { bucket: NOON + BUCKET, lastAt: NOON + BUCKET })], []);
      const forgetAll = async (bounds: { since: number; most: number }) => {
        while (await store.forgetOld(bounds)) {
          // Some at a time.
        }
      };
      await forgetAll({ since: NOON + 600, most: 1000 });
      expect(await store.refusals({}, undefined, 1000)).toHaveLength(100);
      expect(await store.requests(0, 9)).toMatchObject([{ count: 1 }]);
      await forgetAll({ since: 0, most: 30 });
      expect(ids(await store.refusals({}, undefined, 1000)).at(-1)).toBe(670);
      await forgetAll({ since: 0, most: 0 });
      expect([await store.refusals({}, undefined, 9), await store.requests(0, 9)]).toEqual([[], []]);
    });
  });
}
