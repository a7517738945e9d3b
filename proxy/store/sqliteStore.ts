import { checkPolicy, EMPTY_POLICY, type Policy } from '@gatehouse/model';
import type { Kysely } from 'kysely';
import {
  type NewRevision,
  type PolicyStore,
  type Revision,
  RevisionConflict,
  type RevisionSummary,
  StoreUnavailable,
} from './policyStore';
import type { SqliteDatabase } from './sqliteDatabase';
import type { SqliteSchema } from './sqliteMigrations';

const NOTHING_PUBLISHED: RevisionSummary = { number: 0, comment: '', author: '', createdAt: 0 };

/** Keeps revisions in an SQLite file. */
export class SqliteStore implements PolicyStore {
  readonly kind = 'sqlite';

  constructor(private readonly database: SqliteDatabase) {}

  latest(): Promise<RevisionSummary> {
    return this.database.read(latest);
  }

  current(): Promise<Revision> {
    return this.database.read(async (db) => {
      const row = await db.selectFrom('revisions').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
      return row === undefined
        ? { ...NOTHING_PUBLISHED, policy: EMPTY_POLICY }
        : { ...summaryOf(row), policy: readPolicy(row.number, row.policy) };
    });
  }

  append({ expected, policy, comment, author, createdAt }: NewRevision): Promise<Revision> {
    const document = JSON.stringify(policy);
    return this.database.change(async (transaction) => {
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
    });
  }

  close(): Promise<void> {
    return this.database.close();
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
