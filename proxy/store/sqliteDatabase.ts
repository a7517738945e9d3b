import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { sql } from 'kysely';
import type { ChangeOptions, Database, StoreTransaction } from './database';
import { identityOf, immediately, type OpenSqlite, openSqlite } from './openSqlite';
import { StoreRefusal } from './storeRefusal';
import { StoreUnavailable } from './storeUnavailable';
import { Turns } from './turns';

/** How long a lock of another process or thread is waited for, and the pauses between attempts, in milliseconds. */
const BUSY_TIMEOUT = 10_000;
const SHORTEST_PAUSE = 5;
const LONGEST_PAUSE = 50;

/** How often a thread copies what the write-ahead log holds into the file, in milliseconds, so that others need not. */
const CHECKPOINT_INTERVAL = 2_000;

/**
 * An SQLite file, shared by the stores that keep something in it. Several threads and processes may share the file on one machine;
 * each change is one transaction.
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
  readonly #running = new Set<Promise<unknown>>();
  readonly #listeners = new Set<() => void>();
  readonly #checkpoints: NodeJS.Timeout | undefined;

  constructor(private readonly file: string) {
    if (!isMainThread) {
      this.#checkpoints = setInterval(() => void this.#checkpoint(), CHECKPOINT_INTERVAL).unref();
    }
  }

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
    await this.#use(async ({ db }) => {
      const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
      if (rows[0]?.busy !== 0) {
        throw new FileBusy();
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#checkpoints);
    await Promise.allSettled(this.#running);
    await this.#turns.take(() => this.#forget());
  }

  async #use<T>(work: (open: OpenSqlite) => Promise<T>): Promise<T> {
    if (this.#closed) {
      throw new StoreUnavailable('the store is closed');
    }
    const running = this.#whileBusy(work);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Tries again while another process or thread holds the lock; meanwhile it is others' turn. */
  async #whileBusy<T>(work: (open: OpenSqlite) => Promise<T>): Promise<T> {
    const deadline = Date.now() + BUSY_TIMEOUT;
    for (let pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await this.#turns.take(() => this.#attempt(work));
      } catch (error) {
        if (!isBusy(error)) {
          throw error;
        }
        if (Date.now() > deadline) {
          throw this.#unavailable('another process holds its lock', error);
        }
      }
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }

  /** @throws StoreRefusal, StoreUnavailable, or something busy */
  async #attempt<T>(work: (open: OpenSqlite) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#connection());
    } catch (error) {
      if (error instanceof StoreRefusal || error instanceof StoreUnavailable || isBusy(error)) {
        throw error;
      }
      await this.#forget();
      throw this.#unavailable(error instanceof Error ? error.message : String(error), error);
    }
  }

  async #connection(): Promise<OpenSqlite> {
    // An open file lives on after it was deleted or replaced; what is written to it would be lost.
    if (this.#open !== undefined && (await identityOf(this.file)) !== this.#open.identity) {
      await this.#forget();
    }
    this.#open ??= await openSqlite(this.file, !this.#wasOpen, isMainThread ? 'requests' : 'thread');
    this.#wasOpen = true;
    return this.#open;
  }

  /** Never waits, and never fails for long: the next one copies what this one leaves. */
  async #checkpoint(): Promise<void> {
    await this.#turns
      .take(async () => this.#open && sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(this.#open.db))
      .catch(() => undefined);
  }

  async #forget(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.db.destroy();
  }

  #unavailable(reason: string, cause: unknown): StoreUnavailable {
    return new StoreUnavailable(`the store ${this.file} cannot be used: ${reason}`, { cause });
  }
}

/** Somebody reads what should be overwritten. */
class FileBusy extends Error {
  readonly code = 'SQLITE_BUSY';
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
