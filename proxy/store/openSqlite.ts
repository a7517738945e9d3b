import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { isUpToDate, migrate } from './migrate';
import type { StoreSchema } from './storeSchema';

/**
 * How many pages the write-ahead log may hold before a commit copies them into the file, which takes as long as they are many: a
 * commit in a thread, where it holds up nobody, and, should that never come, one among the requests.
 */
const CHECKPOINT_PAGES = { thread: 1_000, requests: 16_384 };

// SQLite waits for a lock on the event loop, and requests with it: whoever finds one taken tries again later instead. Readers and
// the writer of other processes do not block each other; a commit is on the disk before it is reported.
const PRAGMAS = [
  'busy_timeout = 0',
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'trusted_schema = OFF',
  // Who is forgotten leaves no trace in free pages.
  'secure_delete = ON',
];

/** A connection to an SQLite file, with what tells the file from another one that takes its place. */
export interface OpenSqlite {
  readonly db: Kysely<StoreSchema>;
  /** Runs a statement that gives nothing back. */
  readonly execute: (statement: string) => void;
  readonly identity: string;
}

/**
 * Opens an SQLite file and brings its tables up to date.
 *
 * @param create make the file (for its owner only) and its folder when they are missing; else a missing file is an error
 * @param where whether requests wait for what this thread does
 * @throws Error with a `code` that begins with SQLITE_BUSY while another process holds its lock
 */
export async function openSqlite(
  file: string,
  create: boolean,
  where: keyof typeof CHECKPOINT_PAGES
): Promise<OpenSqlite> {
  if (create) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  } else {
    await identityOf(file);
  }
  const database = new Database(file, { timeout: 0 });
  const db = new Kysely<StoreSchema>({ dialect: new SqliteDialect({ database }) });
  try {
    const open = { db, execute: (statement: string) => database.exec(statement), identity: await identityOf(file) };
    const pragmas = [...PRAGMAS, `wal_autocheckpoint = ${CHECKPOINT_PAGES[where]}`];
    pragmas.forEach((pragma) => open.execute(`PRAGMA ${pragma}`));
    await chmod(file, 0o600);
    if (!(await isUpToDate(db, 'sqlite'))) {
      await immediately(open, (transaction) => migrate(transaction, 'sqlite'));
    }
    return open;
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

/**
 * Runs work in a transaction that holds the write lock from its start, so that what it reads cannot change before it writes.
 * Kysely's own transactions take the lock at the first write only; and libsql leaves a prepared BEGIN that found the lock
 * taken in progress, so that no later COMMIT of the connection works. Hence plain statements.
 */
export async function immediately<T>(
  { db, execute }: OpenSqlite,
  work: (transaction: Kysely<StoreSchema>) => Promise<T>
): Promise<T> {
  return db.connection().execute(async (connection) => {
    execute('BEGIN IMMEDIATE');
    try {
      const result = await work(connection);
      execute('COMMIT');
      return result;
    } catch (error) {
      rollBack(execute);
      throw error;
    }
  });
}

function rollBack(execute: OpenSqlite['execute']): void {
  try {
    execute('ROLLBACK');
  } catch {
    // The failure has ended the transaction already; its own error is the one that tells.
  }
}
