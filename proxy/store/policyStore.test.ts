import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_POLICY, type Policy, policySchema } from '@gatehouse/model';
import { type NewRevision, type PolicyStore, RevisionConflict } from './policyStore';
import { SqliteDatabase } from './sqliteDatabase';
import { SqliteStore } from './sqliteStore';

/** A place that several stores can open at once, as several processes would. */
interface Place {
  open(): PolicyStore;
  remove(): Promise<void>;
}

const PLACES: Array<[string, () => Promise<Place>]> = [
  [
    'SQLite',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
      return {
        open: () => new SqliteStore(new SqliteDatabase(join(folder, 'gatehouse.db'))),
        remove: () => rm(folder, { recursive: true }),
      };
    },
  ],
];

const POLICY: Policy = policySchema.parse({
  tenants: [{ name: 'acme', backend: 'cluster', account: 1, title: 'Ácme "Corp" \u{1f3ed}' }],
  mappings: [
    { name: 'dev', principals: ['group:dev'], grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }] },
  ],
});

const revision = (expected: number, more: Partial<NewRevision> = {}): NewRevision => ({
  expected,
  policy: POLICY,
  comment: `number ${expected + 1}`,
  author: 'carol',
  createdAt: 1_700_000_000_000 + expected,
  ...more,
});

describe.each(PLACES)('a policy store on %s', (_, makePlace) => {
  let place: Place;
  let stores: PolicyStore[];

  const open = () => {
    const store = place.open();
    stores.push(store);
    return store;
  };

  beforeEach(async () => {
    stores = [];
    place = await makePlace();
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await place.remove();
  });

  it('holds revision 0 with the empty policy before the first publish', async () => {
    const store = open();
    expect(await store.latest()).toEqual({ number: 0, comment: '', author: '', createdAt: 0 });
    expect(await store.current()).toEqual({ number: 0, comment: '', author: '', createdAt: 0, policy: EMPTY_POLICY });
  });

  it('gives back what was appended, number by number', async () => {
    const store = open();
    expect(await store.append(revision(0))).toEqual({ ...revision(0), expected: undefined, number: 1 });
    await store.append(revision(1, { policy: EMPTY_POLICY }));
    const third = await store.append(revision(2));
    expect(third.number).toBe(3);
    expect(await store.current()).toEqual(third);
    expect(await store.latest()).toEqual({ ...third, policy: undefined });
  });

  it('keeps revisions for the next one who opens it', async () => {
    const store = open();
    const written = await store.append(revision(0));
    await store.close();
    expect(await open().current()).toEqual(written);
  });

  it.each([
    ['too old', 0],
    ['not there yet', 2],
  ])('refuses a revision that expects one that is %s, and names the latest', async (_name, expected) => {
    const store = open();
    await store.append(revision(0));
    const error: unknown = await store.append(revision(expected)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RevisionConflict);
    expect(error).toMatchObject({
      expected,
      latest: { number: 1, comment: 'number 1', author: 'carol', createdAt: 1_700_000_000_000 },
    });
    expect((await store.latest()).number).toBe(1);
  });

  it('lets exactly one of several authors win who saw the same revision', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (__, author) => open().append(revision(0, { author: `author ${author}` })))
    );
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(7);
    lost.forEach((error) => expect(error).toBeInstanceOf(RevisionConflict));
    expect(await open().current()).toEqual(won[0]);
  });

  it('shows a revision of one opener to the others', async () => {
    const [one, other] = [open(), open()];
    await one.latest();
    await other.append(revision(0));
    await one.append(revision(1));
    expect((await other.current()).number).toBe(2);
  });

  it('says that it is closed after it was closed', async () => {
    const store = open();
    await store.latest();
    await store.close();
    await expect(store.latest()).rejects.toThrow('closed');
  });
});
