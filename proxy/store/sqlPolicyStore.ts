import { type Actor, actorSchema } from './actor';
import type { Database, StoreTransaction, Within } from './database';
import {
  type NewRevision,
  NOTHING_PUBLISHED,
  type PolicyStore,
  RevisionConflict,
  type RevisionSummary,
} from './policyStore';
import type { StoreSchema } from './storeSchema';
import { StoreUnavailable } from './storeUnavailable';

/** Keeps revisions in a database. Whoever opened the database closes it. */
export class SqlPolicyStore implements PolicyStore {
  readonly kind: Database['kind'];

  constructor(private readonly database: Database) {
    this.kind = database.kind;
  }

  latest(): Promise<RevisionSummary> {
    return this.database.read(latest);
  }

  list(before: number | undefined, limit: number): Promise<RevisionSummary[]> {
    return this.database.read(async (db) => {
      const query = summaries(db).orderBy('revisions.number', 'desc').limit(limit);
      const rows = await (before === undefined ? query : query.where('revisions.number', '<', before)).execute();
      return rows.map(summaryOf);
    });
  }

  read(number: number): Promise<{ summary: RevisionSummary; document: string } | undefined> {
    return this.database.read(async (db) => {
      const row = await summaries(db).select('policy').where('revisions.number', '=', number).executeTakeFirst();
      return row && { summary: summaryOf(row), document: row.policy };
    });
  }

  append({ expected, document, ...facts }: NewRevision, within?: Within<RevisionSummary>): Promise<RevisionSummary> {
    const summary = { number: expected + 1, ...facts };
    return this.database.change(
      async (transaction) => {
        const found = await latest(transaction);
        if (found.number !== expected) {
          throw new RevisionConflict(expected, found);
        }
        await insert(transaction, summary, document);
        await within?.(transaction, summary);
        return summary;
      },
      { announce: true }
    );
  }
}

async function insert(transaction: StoreTransaction, summary: RevisionSummary, document: string): Promise<void> {
  const { number, comment, author, createdAt, tenants, mappings, approvedBy, restoredFrom } = summary;
  await transaction
    .insertInto('revision_facts')
    .values({
      number,
      author_by: author.by,
      author_token: author.token,
      approved_by: approvedBy === null ? null : JSON.stringify(approvedBy),
      restored_from: restoredFrom,
      tenants,
      mappings,
    })
    .execute();
  await transaction
    .insertInto('revisions')
    .values({ number, policy: document, comment, author: author.name, created_at: createdAt })
    .execute();
}

/** All revisions, also those whose facts another program has deleted: without them, an older policy would be the latest. */
function summaries(db: StoreTransaction) {
  return db
    .selectFrom('revisions')
    .leftJoin('revision_facts', 'revision_facts.number', 'revisions.number')
    .select([
      'revisions.number',
      'created_at',
      'author',
      'comment',
      'author_by',
      'author_token',
      'approved_by',
      'restored_from',
      'tenants',
      'mappings',
    ]);
}

async function latest(db: StoreTransaction): Promise<RevisionSummary> {
  const row = await summaries(db).orderBy('revisions.number', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? NOTHING_PUBLISHED : summaryOf(row);
}

type Row = Omit<StoreSchema['revisions'], 'policy'> & {
  [Fact in keyof Omit<StoreSchema['revision_facts'], 'number'>]: StoreSchema['revision_facts'][Fact] | null;
};

function summaryOf(row: Row): RevisionSummary {
  const { number, comment, tenants, mappings } = row;
  const author = actorSchema.safeParse({ name: row.author, by: row.author_by, token: row.author_token });
  const approvedBy = readApprover(row.approved_by);
  if (!author.success || approvedBy === undefined || tenants === null || mappings === null) {
    throw new StoreUnavailable(
      `what the store holds beside the policy of revision ${number} is damaged; restore the store from a backup`
    );
  }
  return {
    number,
    comment,
    author: author.data,
    createdAt: row.created_at,
    tenants,
    mappings,
    approvedBy,
    restoredFrom: row.restored_from,
  };
}

/** @returns undefined when it cannot be understood */
function readApprover(text: string | null): Actor | null | undefined {
  if (text === null) {
    return null;
  }
  try {
    return actorSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
