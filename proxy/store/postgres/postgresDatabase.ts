import { sql } from 'kysely';
import type { ChangeOptions, Database, StoreTransaction } from '../database';
import { isUpToDate, migrate } from '../migrate';
import { StoreRefusal } from '../storeRefusal';
import { StoreUnavailable } from '../storeUnavailable';
import { CHANGED_CHANNEL, ChangeListener } from './changeListener';
import { describeFailure } from './describeFailure';
import type { PostgresConfig } from './postgresConfig';
import { inTransaction } from './inTransaction';
import { PostgresSession } from './postgresSession';
import { UncertainCommit } from './uncertainCommit';

/** How long connections may take to be closed in good order, in milliseconds: at the end, and when new ones are made. */
const CLOSE_TIMEOUT = 1_000;
const REPLACE_TIMEOUT = 60_000;

/** Bringing the tables up to date may take so many times as long as other changes. */
const MIGRATION_PATIENCE = 30;

/**
 * A PostgreSQL database, shared by the stores that keep something in it, and by any number of processes. Nothing here takes longer
 * than some seconds when the server does not answer.
 *
 * The tables are made at the first use. If they vanish later they are not made again: empty ones would look as if the policy had
 * been withdrawn.
 */
export class PostgresDatabase implements Database {
  readonly kind = 'postgres';
  readonly #name: string;
  #session: PostgresSession | undefined;
  #migrated: Promise<void> | undefined;
  #closed = false;
  #listener: ChangeListener | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(private readonly config: PostgresConfig) {
    this.#name = `${config.host}:${config.port}/${config.database}`;
  }

  read<T>(work: (db: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#use(({ db }) => work(db));
  }

  change<T>(work: (transaction: StoreTransaction) => Promise<T>, { announce }: ChangeOptions = {}): Promise<T> {
    return this.#use((session) =>
      inTransaction(session.db, async (transaction) => {
        const result = await work(transaction);
        if (announce === true) {
          await sql.raw(`NOTIFY ${CHANGED_CHANNEL}`).execute(transaction);
        }
        return result;
      })
    );
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#closed) {
      this.#listener ??= new ChangeListener(this.config, () => this.#listeners.forEach((one) => one()));
    }
    return () => void this.#listeners.delete(listener);
  }

  /** PostgreSQL frees deleted rows by itself, some time later; copies live on in its log and backups in any case. */
  eraseTraces(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#listener?.close();
    await Promise.allSettled(this.#running);
    const session = this.#session;
    this.#session = undefined;
    await session?.close(CLOSE_TIMEOUT);
  }

  async #use<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    if (this.#closed) {
      throw new StoreUnavailable('the store is closed');
    }
    const running = this.#attempt(work, true);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** @param mayTryAgain whether a connection that was lost may have been an old one */
  async #attempt<T>(work: (session: PostgresSession) => Promise<T>, mayTryAgain: boolean): Promise<T> {
    let session: PostgresSession | undefined;
    try {
      session = await this.#openSession();
      return await work(session);
    } catch (error) {
      if (error instanceof StoreRefusal || error instanceof StoreUnavailable) {
        throw error;
      }
      const { reason, lost, again } = describeFailure(error);
      if (lost) {
        this.#forget(session);
      }
      if (again && mayTryAgain) {
        return this.#attempt(work, false);
      }
      throw new StoreUnavailable(`the store ${this.#name} cannot be used: ${reason}`, {
        cause: error,
        uncertain: error instanceof UncertainCommit,
      });
    }
  }

  async #openSession(): Promise<PostgresSession> {
    this.#migrated ??= bringUpToDate(this.config);
    try {
      await this.#migrated;
    } catch (error) {
      this.#migrated = undefined;
      throw error;
    }
    this.#session ??= await PostgresSession.open(this.config);
    return this.#session;
  }

  #forget(session: PostgresSession | undefined): void {
    if (session !== undefined && session === this.#session) {
      this.#session = undefined;
      void session.close(REPLACE_TIMEOUT);
    }
  }
}

/** Makes the tables, or brings them up to date, unless that was done already. */
async function bringUpToDate(config: PostgresConfig): Promise<void> {
  const usual = await PostgresSession.open(config);
  try {
    if (await isUpToDate(usual.db, 'postgres')) {
      return;
    }
  } finally {
    await usual.close(CLOSE_TIMEOUT);
  }
  const patient = await PostgresSession.open(config, MIGRATION_PATIENCE);
  try {
    await inTransaction(patient.db, async (transaction) => {
      await makeSchema(transaction, config.schema);
      await migrate(transaction, 'postgres');
    });
  } finally {
    await patient.close(CLOSE_TIMEOUT);
  }
}

async function makeSchema(transaction: StoreTransaction, schema: string | undefined): Promise<void> {
  if (schema !== undefined) {
    const { rows } = await sql`SELECT 1 FROM pg_namespace WHERE nspname = ${schema}`.execute(transaction);
    if (rows.length === 0) {
      await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(transaction);
    }
  }
}
