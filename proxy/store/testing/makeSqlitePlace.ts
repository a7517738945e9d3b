import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { SqliteDatabase } from '../sqliteDatabase';
import type { StorePlace } from './storePlace';

/** An SQLite file in a folder of its own. */
export async function makeSqlitePlace(): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
  const file = join(folder, 'gatehouse.db');
  const opened: SqliteDatabase[] = [];
  return {
    open: () => {
      const database = new SqliteDatabase(file);
      opened.push(database);
      return database;
    },
    tamper: (...statements) => tamperWith(file, statements),
    bytes: async () => {
      const names = await readdir(folder);
      return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('');
    },
    remove: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await rm(folder, { recursive: true });
    },
  };
}

async function tamperWith(file: string, statements: readonly string[]): Promise<void> {
  const connection = new Connection(file);
  try {
    statements.forEach((statement) => connection.exec(statement));
  } finally {
    connection.close();
  }
}
