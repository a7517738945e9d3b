import type { Subject } from '@gatehouse/model';
import { type ExpressionBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Database, StoreTransaction, Within } from './database';
import type { StoreSchema } from './storeSchema';
import type { SeenSubject, SubjectFilter, SubjectPosition, SubjectStore } from './subjectStore';

const texts = z.array(z.string());

const profileSchema = z.object({
  id: z.string(),
  email: z.string().optional(),
  emailVerified: z.boolean(),
  name: z.string().optional(),
  groups: texts,
  groupsIncomplete: z.boolean().optional(),
  claims: z.record(z.string(), texts),
});

const kindSchema = z.enum(['user', 'service']);

type Row = StoreSchema['seen_subjects'];

/** Keeps who came in a database. Whoever opened the database closes it. */
export class SqlSubjectStore implements SubjectStore {
  constructor(private readonly database: Database) {}

  async write(subjects: readonly SeenSubject[]): Promise<void> {
    const rows = subjects.map(toRow);
    if (rows.length === 0) {
      return;
    }
    await this.database.change((transaction) =>
      transaction
        .insertInto('seen_subjects')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({
            first_seen: smaller(eb, 'first_seen'),
            last_seen: larger(eb, 'last_seen'),
            visits: eb('seen_subjects.visits', '+', eb.ref('excluded.visits')),
            shortened: eb.ref('excluded.shortened'),
            search: eb.ref('excluded.search'),
            profile: eb.ref('excluded.profile'),
          }))
        )
        .execute()
    );
  }

  window(filter: SubjectFilter, before: SubjectPosition | undefined, size: number) {
    return this.database.read(async (db) => {
      const end = await positions(db, filter.since, before)
        .offset(size - 1)
        .limit(1)
        .executeTakeFirst();
      let query = positions(db, filter.since, before).select([
        'issuer',
        'kind',
        'first_seen',
        'visits',
        'shortened',
        'profile',
      ]);
      if (end !== undefined) {
        query = query.where((eb) => eb(eb.refTuple('last_seen', 'key'), '>=', eb.tuple(end.last_seen, end.key)));
      }
      if (filter.issuer !== undefined) {
        query = query.where('issuer', '=', filter.issuer);
      }
      if (filter.kind !== undefined) {
        query = query.where('kind', '=', filter.kind);
      }
      if (filter.search !== undefined) {
        query = query.where(sql<boolean>`search LIKE ${containing(filter.search)} ESCAPE '\\'`);
      }
      const rows = await query.execute();
      return { subjects: rows.flatMap(fromRow), next: end && { lastSeen: end.last_seen, key: end.key } };
    });
  }

  find(key: string): Promise<SeenSubject | undefined> {
    return this.database.read(async (db) => {
      const row = await db.selectFrom('seen_subjects').selectAll().where('key', '=', key).executeTakeFirst();
      return row && fromRow(row)[0];
    });
  }

  async forget(key: string, within?: Within<boolean>): Promise<boolean> {
    const found = await this.database.change(async (transaction) => {
      const deleted = await deleteAll(transaction, [key]);
      await within?.(transaction, deleted > 0);
      return deleted > 0;
    });
    await this.database.eraseTraces();
    return found;
  }

  async forgetOld({ since, most }: { since: number; most: number }, size: number): Promise<number> {
    const keys = await this.database.read(async (db) => {
      const expired = await longestUnseen(db).where('last_seen', '<', since).limit(size).execute();
      if (expired.length > 0) {
        return expired;
      }
      const { count } = await db
        .selectFrom('seen_subjects')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      const excess = Math.min(size, count - most);
      return excess > 0 ? longestUnseen(db).limit(excess).execute() : [];
    });
    const found = keys.map(({ key }) => key);
    if (found.length === 0) {
      return 0;
    }
    const deleted = await this.database.change((transaction) => deleteAll(transaction, found));
    if (most === 0) {
      await this.database.eraseTraces();
    }
    return deleted;
  }

  async reduce(keep: (subject: Subject) => Subject, after: string | undefined, size: number) {
    const rows = await this.database.read((db) => {
      const query = db.selectFrom('seen_subjects').selectAll().orderBy('key').limit(size);
      return (after === undefined ? query : query.where('key', '>', after)).execute();
    });
    const reduced = rows.flatMap(fromRow).flatMap(({ key, subject }) => {
      const kept = keep(subject);
      return kept === subject ? [] : [{ key, ...textsOf(kept) }];
    });
    if (reduced.length > 0) {
      await this.database.change(async (transaction) => {
        for (const { key, ...columns } of reduced) {
          await transaction.updateTable('seen_subjects').set(columns).where('key', '=', key).execute();
        }
      });
      await this.database.eraseTraces();
    }
    return { reduced: reduced.length, next: rows.length < size ? undefined : rows.at(-1)?.key };
  }
}

/** A place in the list of everybody, newest first. */
function positions(db: StoreTransaction, since: number, before: SubjectPosition | undefined) {
  const query = db
    .selectFrom('seen_subjects')
    .select(['last_seen', 'key'])
    .where('last_seen', '>=', since)
    .orderBy('last_seen', 'desc')
    .orderBy('key', 'desc');
  return before === undefined
    ? query
    : query.where((eb) => eb(eb.refTuple('last_seen', 'key'), '<', eb.tuple(before.lastSeen, before.key)));
}

function longestUnseen(db: StoreTransaction) {
  return db.selectFrom('seen_subjects').select('key').orderBy('last_seen').orderBy('key');
}

async function deleteAll(transaction: StoreTransaction, keys: readonly string[]): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('seen_subjects')
    .where('key', 'in', keys)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

type Conflicting = ExpressionBuilder<StoreSchema & { excluded: Row }, 'seen_subjects' | 'excluded'>;

function smaller(eb: Conflicting, column: 'first_seen') {
  const [kept, added] = [eb.ref(`seen_subjects.${column}`), eb.ref(`excluded.${column}`)];
  return eb.case().when(added, '<', kept).then(added).else(kept).end();
}

function larger(eb: Conflicting, column: 'last_seen') {
  const [kept, added] = [eb.ref(`seen_subjects.${column}`), eb.ref(`excluded.${column}`)];
  return eb.case().when(added, '>', kept).then(added).else(kept).end();
}

/** A pattern for LIKE, whose own signs stand for themselves. */
function containing(search: string): string {
  return `%${folded(search).replace(/[\\%_]/g, '\\$&')}%`;
}

function folded(text: string): string {
  return text.toLowerCase();
}

function toRow({ key, subject, shortened, firstSeen, lastSeen, visits }: SeenSubject): Row {
  return {
    key,
    issuer: subject.issuer,
    kind: subject.kind,
    first_seen: firstSeen,
    last_seen: lastSeen,
    visits,
    shortened: shortened ? 1 : 0,
    ...textsOf(subject),
  };
}

function textsOf({ id, email, emailVerified, name, groups, groupsIncomplete, claims }: Subject) {
  const searched = [id, email, name, ...groups].filter((text) => text !== undefined);
  return {
    search: folded(searched.join('\n')),
    profile: JSON.stringify({ id, email, emailVerified, name, groups, groupsIncomplete, claims }),
  };
}

/** What the file holds was perhaps written by another program; whoever cannot be read is nobody. */
function fromRow(row: Omit<Row, 'search'>): SeenSubject[] {
  const kind = kindSchema.safeParse(row.kind);
  const profile = profileSchema.safeParse(parseJson(row.profile));
  if (!kind.success || !profile.success) {
    return [];
  }
  return [
    {
      key: row.key,
      subject: { issuer: row.issuer, kind: kind.data, ...profile.data },
      shortened: row.shortened !== 0,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      visits: row.visits,
    },
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
