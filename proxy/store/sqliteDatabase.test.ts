import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { NewRevision } from './policyStore';
import { SqlPolicyStore } from './sqlPolicyStore';
import { SqliteDatabase } from './sqliteDatabase';
import { StoreUnavailable } from './storeUnavailable';

const revision = (expected: number): NewRevision => ({
  expected,
  document: '{}',
  tenants: 0,
  mappings: 0,
  comment: 'comment',
  author: { name: 'carol', by: 'grafana-context', token: 'default' },
  approvedBy: null,
  restoredFrom: null,
  createdAt: 1_700_000_000_000,
});

let folder: string;
let file: string;
let database: SqliteDatabase;
let store: SqlPolicyStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-sqlite-'));
  file = join(folder, 'inner', 'gatehouse.db');
  database = new SqliteDatabase(file);
  store = new SqlPolicyStore(database);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

describe('an SQLite file', () => {
  it('makes its folder and file for its owner only', async () => {
    await store.append(revision(0));
    expect((await stat(join(folder, 'inner'))).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}-wal`)).mode & 0o077).toBe(0);
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
    const other = new SqliteDatabase(file);
    await new SqlPolicyStore(other).latest();
    expect((await store.append(revision(0))).number).toBe(1);
    expect((await new SqlPolicyStore(other).latest()).number).toBe(1);
    await other.close();
  });

  it('waits for another process that writes, without holding up the event loop', async () => {
    await store.latest();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    let last = performance.now();
    let longest = 0;
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const appended = store.append(revision(0));
    await new Promise((resolve) => setTimeout(resolve, 600));
    // Whoever only reads waits for nobody.
    expect((await store.latest()).number).toBe(0);
    clearInterval(timer);
    other.exec('COMMIT');
    other.close();
    expect((await appended).number).toBe(1);
    expect(longest).toBeLessThan(90);
  });

  it('gives up after a while when another process never stops writing', async () => {
    await store.latest();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.append(revision(0))).rejects.toThrow(/another process holds its lock/);
    other.exec('ROLLBACK');
    other.close();
  }, 20_000);
});
