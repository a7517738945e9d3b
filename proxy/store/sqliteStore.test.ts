import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_POLICY } from '@gatehouse/model';
import Database from 'libsql';
import { StoreUnavailable } from './policyStore';
import { SqliteDatabase } from './sqliteDatabase';
import { SqliteStore } from './sqliteStore';

const revision = (expected: number) => ({
  expected,
  policy: EMPTY_POLICY,
  comment: 'comment',
  author: 'carol',
  createdAt: 1_700_000_000_000,
});

let folder: string;
let file: string;
let store: SqliteStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-sqlite-'));
  file = join(folder, 'inner', 'gatehouse.db');
  store = new SqliteStore(new SqliteDatabase(file));
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Does to the file what another program could do. */
function tamper(...statements: string[]): void {
  const database = new Database(file);
  statements.forEach((statement) => database.exec(statement));
  database.close();
}

describe('the SQLite store', () => {
  it('makes its folder and file for its owner only', async () => {
    await store.append(revision(0));
    expect((await stat(join(folder, 'inner'))).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}-wal`)).mode & 0o077).toBe(0);
  });

  it.each([
    ['changed', "UPDATE revisions SET comment = 'other'", 'revisions never change'],
    ['deleted', 'DELETE FROM revisions', 'revisions are never deleted'],
    [
      'replaced',
      "INSERT OR REPLACE INTO revisions (number, policy, comment, author, created_at) VALUES (1, '{}', 'c', 'a', 0)",
      /revisions are (never deleted|numbered without gaps)/,
    ],
    [
      'skipped',
      "INSERT INTO revisions (number, policy, comment, author, created_at) VALUES (7, '{}', 'c', 'a', 0)",
      'revisions are numbered without gaps',
    ],
  ])('keeps revisions from being %s by any SQL', async (_, statement, message) => {
    await store.append(revision(0));
    expect(() => tamper(statement)).toThrow(message);
  });

  it.each([
    ['no policy', '{"tenants":[],"mappings":5}', /revision 2 .*not a policy .*mappings/],
    ['a policy of unknown keys', '{"grants":[]}', /revision 2 .*not a policy/],
    ['a mapping of an unknown tenant', policyOfUnknownTenant(), /revision 2 .*not a policy .*tenant/],
  ])(
    'refuses to read a revision that holds %s, and never takes it for an empty policy',
    async (_, document, message) => {
      await store.append(revision(0));
      tamper(
        `INSERT INTO revisions (number, policy, comment, author, created_at) VALUES (2, '${document}', 'c', 'a', 0)`
      );
      const error: unknown = await store.current().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(String(error)).toMatch(message);
    }
  );

  it('refuses to read a damaged document', async () => {
    await store.append(revision(0));
    tamper(
      'PRAGMA ignore_check_constraints = ON',
      "INSERT INTO revisions (number, policy, comment, author, created_at) VALUES (2, '{\"tenants\":', 'c', 'a', 0)"
    );
    await expect(store.current()).rejects.toThrow(/revision 2 in the store is damaged; restore/);
  });

  it('refuses a file that a newer version migrated', async () => {
    await store.append(revision(0));
    await store.close();
    tamper("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '2030-01-01')");
    store = new SqliteStore(new SqliteDatabase(file));
    await expect(store.latest()).rejects.toThrow(/9999-from-the-future/);
  });

  it('refuses a file that is no database', async () => {
    await mkdir(join(folder, 'inner'));
    await writeFile(file, 'not a database'.repeat(1000));
    await expect(store.latest()).rejects.toThrow(/cannot be used: .*not a database/);
  });

  it('is unavailable while its file is away, makes no empty one, and comes back with the file', async () => {
    await store.append(revision(0));
    await rename(join(folder, 'inner'), join(folder, 'elsewhere'));
    await expect(store.append(revision(1))).rejects.toThrow(StoreUnavailable);
    await expect(store.latest()).rejects.toThrow(/ENOENT/);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    await rename(join(folder, 'elsewhere'), join(folder, 'inner'));
    expect((await store.append(revision(1))).number).toBe(2);
  });

  it('writes to the file that took the place of another, not to the deleted one', async () => {
    await store.append(revision(0));
    await rm(join(folder, 'inner'), { recursive: true });
    const other = new SqliteStore(new SqliteDatabase(file));
    await other.latest();
    expect((await store.append(revision(0))).number).toBe(1);
    expect((await other.latest()).number).toBe(1);
    await other.close();
  });

  it('waits for another process that writes, without holding up the event loop', async () => {
    await store.latest();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    const appended = store.append(revision(0));
    await new Promise((resolve) => setTimeout(resolve, 600));
    clearInterval(timer);
    other.exec('COMMIT');
    other.close();
    expect((await appended).number).toBe(1);
    expect(ticks).toBeGreaterThan(5);
  });

  it('gives up after a while when another process never stops writing', async () => {
    await store.latest();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append(revision(0))).rejects.toThrow(/another process holds its lock/);
    other.exec('ROLLBACK');
    other.close();
  }, 15_000);

  it('loads when two openers make the file at the same moment', async () => {
    const others = Array.from({ length: 4 }, () => new SqliteStore(new SqliteDatabase(file)));
    const latest = await Promise.all(others.map((other) => other.latest()));
    expect(latest.map(({ number }) => number)).toEqual([0, 0, 0, 0]);
    await Promise.all(others.map((other) => other.close()));
  });
});

function policyOfUnknownTenant(): string {
  return JSON.stringify({
    mappings: [{ name: 'm', principals: ['authenticated'], grants: [{ tenant: 'nowhere', access: 'read' }] }],
  });
}
