import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { type Proxy, publish, startProxy } from './support/startProxy';

const PUBLISHES = 100;

interface Row {
  number: number;
  policy: string;
  comment: string;
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-kill-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Large enough to span many pages of the file, and different for each revision. */
function policyOf(revision: number) {
  return {
    tenants: [{ name: 'acme', backend: 'cluster', account: 1, project: revision }],
    mappings: Array.from({ length: 300 }, (_, index) => ({
      name: `mapping-${index}`,
      principals: [`group:team-${index}-of-revision-${revision}`],
      grants: [{ tenant: 'acme', access: 'read', filters: [`{revision="${revision}",team="t${index}"}`] }],
    })),
  };
}

/** Publishes until the process is gone; returns the revisions that were acknowledged. */
async function publishUntilKilled(proxy: Proxy, onAcknowledged: (count: number) => void): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let revision = 1; revision <= PUBLISHES; revision += 1) {
    try {
      const response = await publish(proxy.admin, revision - 1, policyOf(revision), `publish ${revision}`);
      if (response.status !== 200) {
        throw new Error(`refused with ${response.status}: ${await response.text()}`);
      }
    } catch (error) {
      if (proxy.process.killed) {
        break;
      }
      throw error;
    }
    acknowledged.push(revision);
    onAcknowledged(acknowledged.length);
  }
  return acknowledged;
}

function readStore(): { integrity: unknown; rows: Row[] } {
  const database = new Database(join(folder, 'gatehouse.db'));
  const integrity: unknown = database.prepare('PRAGMA integrity_check').all([]);
  const rows = database.prepare('SELECT number, policy, comment FROM revisions ORDER BY number').all([]) as Row[];
  database.close();
  return { integrity, rows };
}

describe('a proxy that is killed in the middle of publishing', () => {
  // After so many acknowledged publishes, and so many milliseconds into the next one.
  it.each([
    [1, 0],
    [10, 0],
    [25, 2],
    [50, 6],
    [75, 0],
    [98, 1],
  ])(
    'after %i of 100, %i ms into the next, has every acknowledged revision, whole, and goes on',
    async (after, into) => {
      const proxy = await startProxy({ folder });
      let killed: Promise<void> | undefined;
      const acknowledged = await publishUntilKilled(proxy, (count) => {
        if (count === after) {
          killed = into === 0 ? proxy.kill() : sleep(into).then(() => proxy.kill());
        }
      });
      await killed;
      expect(acknowledged.length).toBeGreaterThanOrEqual(after);
      expect(acknowledged.length).toBeLessThan(PUBLISHES);

      const { integrity, rows } = readStore();
      expect(integrity).toEqual([{ integrity_check: 'ok' }]);
      // What was acknowledged is there; what was under way when the end came is wholly there or not at all.
      const unacknowledged = rows.length - acknowledged.length;
      expect([0, 1]).toContain(unacknowledged);
      rows.forEach(({ number, policy, comment }, index) => {
        expect({ number, comment }).toEqual({ number: index + 1, comment: `publish ${index + 1}` });
        const { tenants, mappings } = JSON.parse(policy) as ReturnType<typeof policyOf>;
        expect({ tenants, mappings }).toMatchObject(policyOf(number));
      });

      const again = await startProxy({ folder });
      expect(await (await again.admin('/v1/policy')).json()).toMatchObject({
        revision: rows.length,
        policy: policyOf(rows.length),
      });
      expect(await again.put(policyOf(0), 'goes on')).toMatchObject({ revision: rows.length + 1 });
      await again.stop();
    },
    60_000
  );

  it('loses nothing when it is killed again and again', async () => {
    let expected = 0;
    for (let round = 0; round < 5; round += 1) {
      const proxy = await startProxy({ folder });
      const { revision } = (await (await proxy.admin('/v1/policy')).json()) as { revision: number };
      expect(revision).toBeGreaterThanOrEqual(expected);
      expect(revision).toBeLessThanOrEqual(expected + 1);
      expected = revision;
      for (let count = 0; count < 5; count += 1) {
        expected = (await proxy.put(policyOf(expected + 1))).revision;
      }
      const last = publish(proxy.admin, expected, policyOf(expected + 1), 'last').catch(() => undefined);
      await sleep(round * 2);
      await proxy.kill();
      const response = await last;
      expected += response?.status === 200 ? 1 : 0;
    }
    expect(readStore().rows.length).toBeGreaterThanOrEqual(25);
  }, 60_000);
});
