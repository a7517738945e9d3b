import { appendAudit } from '../../audit/appendAudit';
import { AUDIT_START } from '../../audit/auditHead';
import type { AuditRecord, NewAuditRecord } from '../../audit/auditRecord';
import { hashRecord } from '../../audit/hashRecord';
import { verifyStore } from '../../audit/verifyStore';
import type { AuditFilter } from '../auditLog';
import type { Database } from '../database';
import { SqlAuditLog } from '../sqlAuditLog';
import { StoreRefusal } from '../storeRefusal';
import type { StorePlace } from './storePlace';

const NOON = 1_700_000_000_000;

class Refused extends StoreRefusal {
  readonly code = 'refused';
}

function change(more: Partial<NewAuditRecord> = {}): NewAuditRecord {
  return {
    at: NOON,
    event: 'policy-published',
    actor: { name: 'carol', by: 'grafana-id', token: 'default' },
    target: 'revision:1',
    details: { revision: 1, comment: 'first' },
    ...more,
  };
}

/** What holds for the chain of changes wherever it is kept. */
export function auditLogContract(kind: string, makePlace: () => Promise<StorePlace>): void {
  describe(`a chain of changes on ${kind}`, () => {
    let place: StorePlace;
    let database: Database;
    let log: SqlAuditLog;

    beforeEach(async () => {
      place = await makePlace();
      database = place.open();
      log = new SqlAuditLog(database);
    });

    afterEach(() => place.remove());

    const append = (...records: NewAuditRecord[]) =>
      database.change(async (transaction) => {
        for (const record of records) {
          await appendAudit(transaction, record);
        }
      });
    const all = async (filter: AuditFilter = {}, size = 100) => {
      const found: AuditRecord[] = [];
      let before: number | undefined;
      do {
        const { records, next } = await log.window(filter, before, size);
        found.push(...records);
        before = next;
      } while (before !== undefined);
      return found;
    };
    const numbers = async (filter: AuditFilter, size?: number) => (await all(filter, size)).map(({ number }) => number);

    it('is empty at first', async () => {
      expect(await log.head()).toEqual(AUDIT_START);
      expect(await log.find(1)).toBeUndefined();
      expect(await all()).toEqual([]);
      expect(await verifyStore(log)).toEqual({ records: 0, head: AUDIT_START, fault: undefined });
    });

    it('gives back what was recorded, chained', async () => {
      const odd = { text: 'null \u0000, half \ud800, Álice \u{1f3ed}', nested: { b: [1, 0.5, null, true], a: {} } };
      await append(change());
      await append(change({ at: NOON + 1, event: 'subject-forgotten', target: 'subject:abc', details: odd }));
      const [second, first] = await all();
      expect(first).toEqual({
        number: 1,
        at: '2023-11-14T22:13:20.000Z',
        event: 'policy-published',
        actor: { name: 'carol', by: 'grafana-id', token: 'default' },
        target: 'revision:1',
        details: { revision: 1, comment: 'first' },
        previousHash: '0'.repeat(64),
        hash: expect.stringMatching(/^[a-f0-9]{64}$/),
      });
      expect(second).toMatchObject({ number: 2, details: odd, previousHash: first?.hash });
      expect(second && hashRecord(second)).toBe(second?.hash);
      expect(await log.find(2)).toEqual(second);
      expect(await log.head()).toEqual({ number: 2, hash: second?.hash });
      expect(await verifyStore(log)).toMatchObject({ records: 2, fault: undefined });
    });

    it('has no record of a change that did not happen, and no gap for it', async () => {
      await append(change());
      const failing = database.change(async (transaction) => {
        await appendAudit(transaction, change());
        throw new Refused('no');
      });
      await expect(failing).rejects.toThrow('no');
      await append(change());
      expect(await numbers({})).toEqual([2, 1]);
      expect(await verifyStore(log)).toMatchObject({ records: 2, fault: undefined });
    });

    it('chains what many write at once', async () => {
      const others = Array.from({ length: 4 }, () => place.open());
      await Promise.all(
        Array.from({ length: 40 }, (_, one) =>
          (others[one % 4] ?? database).change((transaction) =>
            appendAudit(transaction, change({ target: `revision:${one}` }))
          )
        )
      );
      expect(await verifyStore(log)).toMatchObject({ records: 40, head: { number: 40 }, fault: undefined });
      expect(new Set((await all()).map(({ target }) => target)).size).toBe(40);
    });

    it.each([1, 2, 3, 100])('finds what is asked for, newest first, looking at %i at a time', async (size) => {
      const dave = { name: 'Dave', by: 'file', token: null } as const;
      await append(
        change(),
        change({ at: NOON + 1, event: 'credential-created', target: 'credential:1' }),
        change({ at: NOON + 2, actor: dave }),
        change({ at: NOON + 3, event: 'credential-revoked', target: 'credential:1', actor: dave })
      );
      expect(await numbers({}, size)).toEqual([4, 3, 2, 1]);
      expect(await numbers({ event: 'policy-published' }, size)).toEqual([3, 1]);
      expect(await numbers({ target: 'credential:1' }, size)).toEqual([4, 2]);
      expect(await numbers({ actor: 'dave' }, size)).toEqual([4, 3]);
      expect(await numbers({ actor: 'DAVE', event: 'policy-published' }, size)).toEqual([3]);
      expect(await numbers({ since: NOON + 1, until: NOON + 3 }, size)).toEqual([3, 2]);
      expect(await numbers({ actor: 'nobody' }, size)).toEqual([]);
    });

    it('gives pages in the order of the chain', async () => {
      await append(change(), change(), change());
      expect((await log.page(0, 2)).map(({ number }) => number)).toEqual([1, 2]);
      expect((await log.page(2, 2)).map(({ number }) => number)).toEqual([3]);
      expect(await log.page(3, 2)).toEqual([]);
    });

    it.each([
      "UPDATE audit SET details = '{}'",
      'UPDATE audit SET hash = hash',
      'DELETE FROM audit WHERE number = 2',
      'DELETE FROM audit',
      "UPDATE audit_head SET hash = 'x'",
      'UPDATE audit_head SET number = 1, hash = (SELECT hash FROM audit WHERE number = 1)',
      'UPDATE audit_head SET number = 3',
      'DELETE FROM audit_head',
      "INSERT INTO audit_head VALUES (1, 0, 'x')",
      "INSERT INTO audit VALUES (4, 1, 'policy-published', '{}', '', '{}', (SELECT hash FROM audit_head), 'x')",
      "INSERT INTO audit VALUES (3, 1, 'policy-published', '{}', '', '{}', 'x', 'x')",
      "INSERT INTO audit VALUES (0, 1, 'policy-published', '{}', '', '{}', '', 'x')",
    ])('is kept by the database from: %s', async (statement) => {
      await append(change(), change());
      await expect(place.tamper(statement)).rejects.toThrow(/audit/);
      expect(await verifyStore(log)).toMatchObject({ records: 2, fault: undefined });
    });
  });
}
