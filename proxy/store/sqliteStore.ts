import { setTimeout as sleep } from 'node:timers/promises';
import { checkPolicy, EMPTY_POLICY, type Policy } from '@gatehouse/model';
import type { Kysely } from 'kysely';
import { identityOf, immediately, type OpenSqlite, openSqlite } from './openSqlite';
import {
  type NewRevision,
  type PolicyStore,
  type Revision,
  RevisionConflict,
  type RevisionSummary,
  StoreUnavailable,
} from './policyStore';
import type { SqliteSchema } from './sqliteMigrations';

/** How often and after how many milliseconds a statement is tried again while another process writes. */
const BUSY_RETRIES = 40;
const BUSY_PAUSE = 25;

const NOTHING_PUBLISHED: RevisionSummary = { number: 0, comment: '', author: '', createdAt: 0 };

/**
 * Keeps revisions in an SQLite file. Several processes may share the file on one machine; each change is one transaction.
 *
 * The file is opened at the first use, made when it is missing then, and opened anew when another file took its place. A
 * file that vanishes later is not made again: an empty one would look as if the policy had been withdrawn.
 */
export class SqliteStore implements PolicyStore {
  readonly kind = 'sqlite';
  #open: OpenSqlite | undefined;
  #wasOpen = false;
  #closed = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  latest(): Promise<RevisionSummary> {
    return this.#use(({ db }) => latest(db));
  }

  current(): Promise<Revision> {
    return this.#use(async ({ db }) => {
      const row = await db.selectFrom('revisions').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
      return row === undefined
        ? { ...NOTHING_PUBLISHED, policy: EMPTY_POLICY }
        : { ...summaryOf(row), policy: readPolicy(row.number, row.policy) };
    });
  }

  append({ expected, policy, comment, author, createdAt }: NewRevision): Promise<Revision> {
    const document = JSON.stringify(policy);
    return this.#use((open) =>
      immediately(open, async (transaction) => {
        const found = await latest(transaction);
        if (found.number !== expected) {
          throw new RevisionConflict(expected, found);
        }
        const number = expected + 1;
        await transaction
          .insertInto('revisions')
          .values({ number, policy: document, comment, author, created_at: createdAt })
          .execute();
        return { number, policy, comment, author, createdAt };
      })
    );
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      this.#closed = true;
      await this.#forget();
    });
  }

  #use<T>(work: (open: OpenSqlite) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      try {
        const open = await this.#connection();
        return await whileBusy(() => work(open));
      } catch (error) {
        if (error instanceof RevisionConflict || error instanceof StoreUnavailable) {
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

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

async function latest(db: Kysely<SqliteSchema>): Promise<RevisionSummary> {
  const row = await db
    .selectFrom('revisions')
    .select(['number', 'comment', 'author', 'created_at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? NOTHING_PUBLISHED : summaryOf(row);
}

function summaryOf(row: Omit<SqliteSchema['revisions'], 'policy'>): RevisionSummary {
  return { number: row.number, comment: row.comment, author: row.author, createdAt: row.created_at };
}

/** What a file holds is checked like what a client sends. Backends and issuers are the configuration's to know, not ours. */
function readPolicy(number: number, document: string): Policy {
  const { policy, problems } = checkPolicy(parseJson(number, document), undefined, 0);
  if (policy === undefined) {
    const [first] = problems;
    throw new StoreUnavailable(
      `revision ${number} in the store is not a policy that this version understands: ${first?.path.join('.')}: ${first?.message}; run the version that wrote it, or restore the store from a backup`
    );
  }
  return policy;
}

function parseJson(number: number, document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw new StoreUnavailable(`revision ${number} in the store is damaged; restore the store from a backup`);
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
