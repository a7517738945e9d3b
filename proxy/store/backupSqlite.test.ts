import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupSqlite } from './backupSqlite';
import type { NewRevision } from './policyStore';
import { SqliteDatabase } from './sqliteDatabase';
import { SqlPolicyStore } from './sqlPolicyStore';

let folder: string;
let file: string;
let copy: string;
let databases: SqliteDatabase[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-backup-'));
  file = join(folder, 'gatehouse.db');
  copy = join(folder, 'copy.db');
  databases = [];
});
afterEach(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await rm(folder, { recursive: true });
});

function open(path: string): SqlPolicyStore {
  const database = new SqliteDatabase(path);
  databases.push(database);
  return new SqlPolicyStore(database);
}

const revision = (expected: number): NewRevision => ({
  expected,
  document: JSON.stringify({ tenants: [], padding: 'x'.repeat(20_000) }),
  tenants: 0,
  mappings: 0,
  comment: '',
  author: { name: 'carol', by: 'file', token: null },
  approvedBy: null,
  restoredFrom: null,
  createdAt: 1,
});

it('copies a store that is written to, for its owner only', async () => {
  const store = open(file);
  await store.append(revision(0));
  let last = 1;
  let stop = false;
  const writing = (async () => {
    while (!stop) {
      last = (await store.append(revision(last))).number;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = last;
  const { bytes } = await backupSqlite(file, copy);
  stop = true;
  await writing;
  expect((await stat(copy)).size).toBe(bytes);
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  const copied = open(copy);
  const { number } = await copied.latest();
  expect(number).toBeGreaterThanOrEqual(before);
  expect(await copied.read(number)).toMatchObject({ document: revision(0).document });
  // It is a store like any other, and the first one goes on.
  expect((await copied.append(revision(number))).number).toBe(number + 1);
  expect((await store.append(revision(last))).number).toBe(last + 1);
});

it('overwrites nothing', async () => {
  await open(file).append(revision(0));
  await writeFile(copy, 'precious');
  await expect(backupSqlite(file, copy)).rejects.toThrow('is there already');
  await expect(backupSqlite(file, file)).rejects.toThrow('is there already');
  expect((await stat(copy)).size).toBe(8);
});

it.each([
  ['there is no store', () => undefined],
  ['the store is none', () => writeFile(file, 'not a database'.repeat(100))],
])('leaves nothing behind when %s', async (_name, prepare) => {
  await prepare();
  const before = await readdir(folder);
  await expect(backupSqlite(file, copy)).rejects.toThrow(/no store|not a database/);
  expect(await readdir(folder)).toEqual(before);
});

it('says where it cannot write', async () => {
  await open(file).append(revision(0));
  await expect(backupSqlite(file, join(folder, 'nowhere', 'copy.db'))).rejects.toThrow('ENOENT');
});
