import { sql } from 'kysely';
import type { Actor } from '../actor';
import { type NewRevision, NOTHING_PUBLISHED, type PolicyStore, RevisionConflict } from '../policyStore';
import { SqlPolicyStore } from '../sqlPolicyStore';
import { StoreRefusal } from '../storeRefusal';
import { StoreUnavailable } from '../storeUnavailable';
import type { StorePlace } from './storePlace';

const CAROL: Actor = { name: 'Cárol "C" \u{1f3ed}', by: 'grafana-id', token: 'default' };
const DAVE: Actor = { name: 'dave', by: 'grafana-context', token: 'other' };

const DOCUMENT = '{ "tenants": [], "mappings": [{ "comment": "Ünïcode \\u0000 \u{1f3ed}" }] }';

const revision = (expected: number, more: Partial<NewRevision> = {}): NewRevision => ({
  expected,
  document: DOCUMENT,
  tenants: 3,
  mappings: 7,
  comment: `number ${expected + 1}`,
  author: CAROL,
  approvedBy: null,
  restoredFrom: null,
  createdAt: 1_700_000_000_000 + expected,
  ...more,
});

const summary = (number: number, more: Partial<NewRevision> = {}) => {
  const { expected, document: _document, ...facts } = revision(number - 1, more);
  return { number: expected + 1, ...facts };
};

const FACTS = (number: number) =>
  `INSERT INTO revision_facts (number, author_by, tenants, mappings) VALUES (${number}, 'file', 0, 0)`;
const REVISION = (number: number) =>
  `INSERT INTO revisions (number, policy, comment, author, created_at) VALUES (${number}, '{}', 'c', 'a', 0)`;

class Refused extends StoreRefusal {
  readonly code = 'refused';
}

/** What holds for revisions wherever they are kept. */
export function policyStoreContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a policy store on ${kind}`, () => {
    let place: StorePlace;
    let store: PolicyStore;

    const open = () => new SqlPolicyStore(place.open());

    beforeEach(async () => {
      place = await makePlace();
      store = open();
    });

    afterEach(() => place.remove());

    it('holds revision 0 before the first publish', async () => {
      expect(await store.latest()).toEqual(NOTHING_PUBLISHED);
      expect(await store.list(undefined, 10)).toEqual([]);
      expect(await store.read(0)).toBeUndefined();
      expect(await store.read(1)).toBeUndefined();
    });

    it('gives back what was appended, number by number and byte by byte', async () => {
      expect(await store.append(revision(0))).toEqual(summary(1));
      const restored = { document: '{}', author: DAVE, approvedBy: CAROL, restoredFrom: 1, tenants: 0, mappings: 0 };
      expect(await store.append(revision(1, restored))).toEqual(summary(2, restored));
      expect(await store.append(revision(2))).toEqual(summary(3));
      expect(await store.latest()).toEqual(summary(3));
      expect(await store.read(1)).toEqual({ summary: summary(1), document: DOCUMENT });
      expect(await store.read(2)).toEqual({ summary: summary(2, restored), document: '{}' });
    });

    it('lists the newest first, and from any number downwards', async () => {
      for (let number = 0; number < 12; number += 1) {
        await store.append(revision(number));
      }
      const numbers = async (before: number | undefined, limit: number) =>
        (await store.list(before, limit)).map(({ number }) => number);
      expect(await store.list(undefined, 2)).toEqual([summary(12), summary(11)]);
      expect(await numbers(11, 3)).toEqual([10, 9, 8]);
      expect(await numbers(3, 3)).toEqual([2, 1]);
      expect(await numbers(1, 3)).toEqual([]);
    });

    it('keeps a large policy whole', async () => {
      const document = JSON.stringify({
        mappings: Array.from({ length: 60_000 }, (_, number) => `mapping ${number} ✓`),
      });
      await store.append(revision(0, { document }));
      expect((await open().read(1))?.document === document).toBe(true);
    });

    it.each([
      ['too old', 0],
      ['not there yet', 2],
    ])('refuses a revision that expects one that is %s, and names the latest', async (_name, expected) => {
      await store.append(revision(0));
      const error: unknown = await store.append(revision(expected)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RevisionConflict);
      expect(error).toMatchObject({ expected, latest: summary(1) });
      expect((await store.latest()).number).toBe(1);
    });

    it('lets exactly one of several authors win who saw the same revision', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, author) => open().append(revision(0, { comment: `author ${author}` })))
      );
      const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(won).toHaveLength(1);
      expect(lost).toHaveLength(7);
      lost.forEach((error) => expect(error).toBeInstanceOf(RevisionConflict));
      expect(await open().latest()).toEqual(won[0]);
    });

    it('shows a revision of one opener to the others', async () => {
      const other = open();
      await store.latest();
      await other.append(revision(0));
      await store.append(revision(1));
      expect((await other.latest()).number).toBe(2);
    });

    it('does what else belongs to a revision in the same transaction', async () => {
      await store.append(revision(0), async (transaction, written) => {
        expect(written).toEqual(summary(1));
        await transaction.updateTable('credential_version').set({ number: 7 }).execute();
      });
      const versions = await place.open().read((db) => db.selectFrom('credential_version').selectAll().execute());
      expect(versions).toMatchObject([{ number: 7 }]);
    });

    it.each([
      ['refused', () => Promise.reject(new Refused('no')), Refused],
      ['impossible', () => Promise.reject(new Error('no')), StoreUnavailable],
    ])('writes nothing when what else belongs to it is %s', async (_name, within, expected) => {
      await store.append(revision(0));
      await expect(
        store.append(revision(1), async (transaction) => {
          await sql`UPDATE credential_version SET number = 7`.execute(transaction);
          await within();
        })
      ).rejects.toThrow(expected);
      expect(await store.latest()).toEqual(summary(1));
      expect(await store.append(revision(1))).toEqual(summary(2));
      const versions = await place.open().read((db) => db.selectFrom('credential_version').selectAll().execute());
      expect(versions).toMatchObject([{ number: 0 }]);
    });

    it('calls back after a publish, until nobody listens any more', async () => {
      const database = place.open();
      const called = jest.fn();
      await database.read(async () => undefined);
      const end = database.onChanged(called);
      const mine = new SqlPolicyStore(database);
      await waitUntil(async () => {
        const { number } = await mine.latest();
        await mine.append(revision(number));
        return called.mock.calls.length > 0;
      });
      end();
      const calls = called.mock.calls.length;
      await mine.append(revision((await mine.latest()).number));
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(called.mock.calls.length).toBe(calls);
    });

    it.each([
      ['changed', ["UPDATE revisions SET comment = 'other'"], 'revisions never change'],
      ['deleted', ['DELETE FROM revisions'], 'revisions are never deleted'],
      ['changed beside their policy', ["UPDATE revision_facts SET author_by = 'file'"], 'revisions never change'],
      ['robbed of their facts', ['DELETE FROM revision_facts'], 'revisions are never deleted'],
      ['skipped', [FACTS(7), REVISION(7)], 'revisions are numbered without gaps'],
      ['skipped by half', [FACTS(2), REVISION(3)], /facts|newer version|without gaps/],
      ['added without facts', [REVISION(2)], /facts|newer version/],
      ['added twice', [FACTS(1)], /numbered without gaps|UNIQUE/],
    ])('keeps revisions from being %s by any SQL', async (_name, statements, message) => {
      await store.append(revision(0));
      await expect(place.tamper(...statements)).rejects.toThrow(message);
      expect((await store.latest()).comment).toBe('number 1');
    });

    it.each([
      ['an author of an unknown kind', "'nobody', NULL"],
      ['an approver who is none', `'file', '{"name":5}'`],
    ])('does not understand %s, and says so', async (_name, values) => {
      await store.append(revision(0));
      await place.tamper(
        `INSERT INTO revision_facts (number, author_by, approved_by, tenants, mappings) VALUES (2, ${values}, 0, 0)`,
        REVISION(2)
      );
      await expect(store.latest()).rejects.toThrow(/beside the policy of revision 2 is damaged/);
    });

    it('refuses what a newer version has updated', async () => {
      await store.append(revision(0));
      await place.tamper("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '2030-01-01')");
      await expect(open().latest()).rejects.toThrow(/9999-from-the-future/);
    });

    it('is made once when several open it at the same moment', async () => {
      await place.remove();
      place = await makePlace();
      const latest = await Promise.all(Array.from({ length: 5 }, () => open().latest()));
      expect(latest.map(({ number }) => number)).toEqual([0, 0, 0, 0, 0]);
    });

    it('says that it is closed after it was closed', async () => {
      const database = place.open();
      const closed = new SqlPolicyStore(database);
      await closed.append(revision(0));
      await database.close();
      await expect(closed.latest()).rejects.toThrow(StoreUnavailable);
      await expect(closed.latest()).rejects.toThrow('closed');
      await database.close();
    });
  });
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await condition()); attempt += 1) {
    expect(attempt).toBeLessThan(50);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
