import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ChangeOptions, Database, StoreTransaction } from './database';
import { identityOf, immediately, type OpenSqlite, openSqlite } from './openSqlite';
import { StoreRefusal } from './storeRefusal';
import { StoreUnavailable } from './storeUnavailable';
import { Turns } from './turns';

/** How often and after how many milliseconds a statement is tried again while another process writes. */
const BUSY_RETRIES = 40;
const BUSY_PAUSE = 25;

/**
 * An SQLite file, shared by the stores that keep something in it. Several processes may share the file on one machine; each
 * change is one transaction.
 *
 * The file is opened at the first use, made when it is missing then, and opened anew when another file took its place. A
 * file that vanishes later is not made again: an empty one would look as if the policy had been withdrawn.
 */
export class SqliteDatabase implements Database {
  readonly kind = 'sqlite';
  #open: OpenSqlite | undefined;
  #wasOpen = false;
  #closed = false;
  readonly #turns = new Turns();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly file: string) {}

  read<T>(work: (db: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#use(({ db }) => work(db));
  }

  async change<T>(work: (transaction: StoreTransaction) => Promise<T>, { announce }: ChangeOptions = {}): Promise<T> {
    const result = await this.#use((open) => immediately(open, work));
    if (announce === true) {
      this.#listeners.forEach((listener) => listener());
    }
    return result;
  }

  /** Hears of the changes of this object alone: SQLite tells nobody of others'. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What was erased would stay readable in the write-ahead log until that is used up. */
  async eraseTraces(): Promise<void> {
    await this.read((db) => sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db));
  }

  /** Lets what runs finish; whatever comes later finds it closed. */
  async close(): Promise<void> {
    await this.#turns.take(async () => {
      this.#closed = true;
      await this.#forget();
    });
  }

  #use<T>(work: (open: OpenSqlite) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      try {
        const open = await this.#connection();
        return await whileBusy(() => work(open));
      } catch (error) {
        if (error instanceof StoreRefusal || error instanceof StoreUnavailable) {
          throw error;
        }
        await this.#forget();
        throw new StoreUnavailable(`the store ${this.file} cannot be used: ${reasonOf(error)}`, { cause: error });
      }
    });
  }

  async #connection(): Promise<OpenSqlite> {
    if (this.#closed) {
      throw new StoreUnavailable('the store is closed');
    }
    // An open file lives on after it was deleted or replaced; what is written to it would be lost.
    if (this.#open !== undefined && (await identityOf(this.file)) !== this.#open.identity) {
      await this.#forget();
    }
    this.#open ??= await whileBusy(() => openSqlite(this.file, !this.#wasOpen));
    this.#wasOpen = true;
    return this.#open;
  }

  async #forget(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.db.destroy();
  }
}

/** Tries again while another process holds the lock, without holding up the event loop in between. */
async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === BUSY_RETRIES || !isBusy(error)) {
        throw error;
      }
      await sleep(BUSY_PAUSE);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return isBusy(error) ? 'another process holds its lock' : error.message;
}
