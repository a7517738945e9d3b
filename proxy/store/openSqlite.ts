import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CompiledQuery, Kysely, Migrator, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { type SqliteSchema, sqliteMigrations } from './sqliteMigrations';

/**
 * Longest time that a statement waits for another process's lock, in milliseconds. SQLite waits on the event loop, and
 * requests with it, so this is short; whoever needs longer tries again.
 */
const BUSY_TIMEOUT = 100;

// Readers and the writer of other processes do not block each other; a commit is on the disk before it is reported.
const PRAGMAS = [
  `busy_timeout = ${BUSY_TIMEOUT}`,
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'trusted_schema = OFF',
];

/** A connection to an SQLite file, with what tells the file from another one that takes its place. */
export interface OpenSqlite {
  readonly db: Kysely<SqliteSchema>;
  readonly identity: string;
}

/**
 * Opens an SQLite file and brings its tables up to date.
 *
 * @param create make the file (for its owner only) and its folder when they are missing; else a missing file is an error
 */
export async function openSqlite(file: string, create: boolean): Promise<OpenSqlite> {
  if (create) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  } else {
    await identityOf(file);
  }
  const database = new Database(file, { timeout: BUSY_TIMEOUT });
  const db = new Kysely<SqliteSchema>({ dialect: new SqliteDialect({ database }) });
  try {
    for (const pragma of PRAGMAS) {
      await db.executeQuery(CompiledQuery.raw(`PRAGMA ${pragma}`));
    }
    await chmod(file, 0o600);
    await migrate(db);
    return { db, identity: await identityOf(file) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Tells one file from another at the same path. Rejects when there is none. */
export async function identityOf(file: string): Promise<string> {
  const { dev, ino } = await stat(file, { bigint: true });
  return `${dev}:${ino}`;
}

async function migrate(db: Kysely<SqliteSchema>): Promise<void> {
  await immediately(db, async (transaction) => {
    const { error } = await new Migrator({ db: transaction, provider: sqliteMigrations }).migrateToLatest();
    if (error !== undefined) {
      throw error instanceof Error ? error : new Error(String(error));
    }
  });
}

/**
 * Runs work in a transaction that holds the write lock from its start, so that what it reads cannot change before it writes.
 * Kysely's own transactions take the lock at the first write only.
 */
export async function immediately<T>(
  db: Kysely<SqliteSchema>,
  work: (transaction: Kysely<SqliteSchema>) => Promise<T>
): Promise<T> {
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'));
    try {
      const result = await work(connection);
      await connection.executeQuery(CompiledQuery.raw('COMMIT'));
      return result;
    } catch (error) {
      // A failed commit may have ended the transaction already; the first error is the one that tells.
      await connection.executeQuery(CompiledQuery.raw('ROLLBACK')).catch(() => undefined);
      throw error;
    }
  });
}
