import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { STORE_MIGRATIONS } from './migrations';
import { SqliteDatabase } from './sqliteDatabase';
import { SqlPolicyStore } from './sqlPolicyStore';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-migrate-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file as the first version left it, which had three steps and knew no facts of revisions. */
function makeOld(file: string): Connection.Database {
  const old = new Connection(file);
  old.exec('CREATE TABLE kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)');
  old.exec('CREATE TABLE kysely_migration_lock (id varchar(255) not null primary key, is_locked integer not null)');
  for (const { name, sqlite } of STORE_MIGRATIONS.slice(0, 3)) {
    sqlite.forEach((statement) => old.exec(statement));
    old.exec(`INSERT INTO kysely_migration VALUES ('${name}', '2026-01-01T00:00:00.000Z')`);
  }
  return old;
}

const insert = (number: number, author: string, policy: string) =>
  `INSERT INTO revisions (number, created_at, author, comment, policy) VALUES (${number}, ${number}, '${author}', 'c', '${policy}')`;

it('keeps the revisions of the first version, with what was known of them', async () => {
  const file = join(folder, 'gatehouse.db');
  const old = makeOld(file);
  old.exec(insert(1, 'carol', '{"tenants":[1,2],"mappings":[1,2,3]}'));
  old.exec(insert(2, 'admin-token', '{}'));
  const database = new SqliteDatabase(file);
  const store = new SqlPolicyStore(database);
  const facts = { comment: 'c', approvedBy: null, restoredFrom: null };
  expect(await store.list(undefined, 9)).toEqual([
    {
      ...facts,
      number: 2,
      createdAt: 2,
      author: { name: 'admin-token', by: 'admin-token', token: null },
      tenants: 0,
      mappings: 0,
    },
    {
      ...facts,
      number: 1,
      createdAt: 1,
      author: { name: 'carol', by: 'grafana-context', token: null },
      tenants: 2,
      mappings: 3,
    },
  ]);
  expect(await store.read(1)).toMatchObject({ document: '{"tenants":[1,2],"mappings":[1,2,3]}' });
  // Their guards are still there, and a process of the first version, which has the file open, publishes no more.
  expect(() => old.exec("UPDATE revisions SET comment = ''")).toThrow('revisions never change');
  expect(() => old.exec(insert(3, 'carol', '{}'))).toThrow('publish with that version');
  old.close();
  await database.close();
});

it('names steps in their order, once each', () => {
  const names = STORE_MIGRATIONS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].toSorted());
  names.forEach((name) => expect(name).toMatch(/^\d{4}-[a-z-]+$/));
});
