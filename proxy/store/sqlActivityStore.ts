import { sql } from 'kysely';
import { z } from 'zod';
import type { CountedRequests, SeriesCount } from '../activity/countedRequests';
import type {
  ActivityFilter,
  ActivityPosition,
  ActivityStore,
  AskedFor,
  KeptRefusal,
  RefusedSubject,
  SummedSeries,
} from './activityStore';
import type { Database, StoreTransaction } from './database';
import type { StoreSchema } from './storeSchema';

/** Rows of one statement: requests have to wait meanwhile. */
const ROWS_AT_ONCE = 100;
const FORGOTTEN_AT_ONCE = 500;

/** Rows that one statement of a search looks through: what matches may stand far back, or nowhere. */
const LOOKED_THROUGH = 2_000;

/** What not every store can hold: half a surrogate pair, or the character 0. */
const UNSTORABLE = /[\p{Cs}\u0000]/gu;

const texts = z.array(z.string());

const subjectSchema = z.object({
  issuer: z.string(),
  kind: z.enum(['user', 'service']),
  id: z.string(),
  label: z.string(),
});

const refusalSchema = z.object({
  at: z.number(),
  requestId: z.string(),
  method: z.string(),
  endpoint: z.string(),
  subject: subjectSchema.optional(),
  tenants: texts,
  mappings: texts,
  revision: z.number().nullable(),
  status: z.number(),
  code: z.string(),
  reason: z.string(),
  detail: z.string(),
  address: z.string().optional(),
});

const sampleSchema = z.object({
  requestId: z.string(),
  method: z.string(),
  subject: subjectSchema.optional(),
  tenants: texts,
  mappings: texts,
  revision: z.number().nullable(),
});

const accessSchema = z.enum(['read', 'write']);

/** Keeps activity in a database. Whoever opened the database closes it. */
export class SqlActivityStore implements ActivityStore {
  constructor(private readonly database: Database) {}

  async write(refusals: readonly KeptRefusal[], repeats: ReadonlyArray<readonly [string, number]>): Promise<void> {
    for (const some of inPieces(refusals.map(toRow))) {
      await this.database.change((transaction) =>
        transaction
          .insertInto('refusals')
          .values(some)
          .onConflict((conflict) => conflict.column('request_id').doNothing())
          .execute()
      );
    }
    for (const some of inPieces(repeats)) {
      await this.database.change(async (transaction) => {
        for (const [requestId, more] of some) {
          await transaction
            .updateTable('refusals')
            .set((eb) => ({ repeated: eb('repeated', '+', more) }))
            .where('request_id', '=', requestId)
            .execute();
        }
      });
    }
  }

  async count(requests: readonly CountedRequests[], series: readonly SeriesCount[]): Promise<void> {
    await this.database.change(async (transaction) => {
      await addRequests(transaction, requests.map(toCountRow));
      await addSeries(transaction, series);
    });
  }

  find(requestId: string): Promise<KeptRefusal | undefined> {
    return this.database.read(async (db) => {
      const row = await db.selectFrom('refusals').selectAll().where('request_id', '=', requestId).executeTakeFirst();
      return row && fromRow(row)[0];
    });
  }

  refusals(filter: ActivityFilter, before: ActivityPosition | undefined, limit: number): Promise<KeptRefusal[]> {
    return this.#search(
      (from) => this.#edge('refusals', 'at', 'request_id', filter, from),
      (from, edge, most) => this.#refusals(filter, from, edge, most),
      before,
      limit
    );
  }

  allowed(filter: ActivityFilter, before: ActivityPosition | undefined, limit: number): Promise<CountedRequests[]> {
    return this.#search(
      (from) => this.#edge('activity_requests', 'last_at', 'sample_id', filter, from),
      (from, edge, most) => this.#allowed(filter, from, edge, most),
      before,
      limit
    );
  }

  /** Piece by piece; queries are served in between. */
  async #search<T>(
    edgeOf: (from: ActivityPosition | undefined) => Promise<ActivityPosition | undefined>,
    piece: (from: ActivityPosition | undefined, edge: ActivityPosition | undefined, most: number) => Promise<T[]>,
    before: ActivityPosition | undefined,
    limit: number
  ): Promise<T[]> {
    const found: T[] = [];
    for (let from = before; ;) {
      const edge = await edgeOf(from);
      found.push(...(await piece(from, edge, limit - found.length)));
      if (edge === undefined || found.length >= limit) {
        return found;
      }
      from = edge;
    }
  }

  /** The last row of the next piece; undefined when all that is left is one piece. */
  #edge(
    table: 'refusals' | 'activity_requests',
    time: 'at' | 'last_at',
    id: 'request_id' | 'sample_id',
    { requestId, since, until }: ActivityFilter,
    from: ActivityPosition | undefined
  ): Promise<ActivityPosition | undefined> {
    if (requestId !== undefined) {
      return Promise.resolve(undefined);
    }
    const [at, name] = [sql.ref<number>(time), sql.ref<string>(id)];
    const conditions = [
      sql`1 = 1`,
      ...(from === undefined ? [] : [sql`(${at}, ${name}) < (${from.at}, ${from.requestId})`]),
      ...(since === undefined ? [] : [sql`${at} >= ${since}`]),
      ...(until === undefined ? [] : [sql`${at} < ${until}`]),
    ];
    return this.database.read(async (db) => {
      const { rows } = await sql<ActivityPosition>`
        SELECT ${at} AS at, ${name} AS ${sql.ref('requestId')} FROM ${sql.table(table)}
        WHERE ${sql.join(conditions, sql` AND `)}
        ORDER BY ${at} DESC, ${name} DESC LIMIT 1 OFFSET ${sql.lit(LOOKED_THROUGH - 1)}`.execute(db);
      return rows[0];
    });
  }

  #refusals(
    { requestId, reason, subject, tenant, endpoint, replica, since, until }: ActivityFilter,
    before: ActivityPosition | undefined,
    edge: ActivityPosition | undefined,
    limit: number
  ): Promise<KeptRefusal[]> {
    return this.database.read(async (db) => {
      let query = db
        .selectFrom('refusals')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('request_id', 'desc')
        .limit(limit);
      if (before !== undefined) {
        query = query.where((eb) => eb(eb.refTuple('at', 'request_id'), '<', eb.tuple(before.at, before.requestId)));
      }
      if (edge !== undefined) {
        query = query.where((eb) => eb(eb.refTuple('at', 'request_id'), '>=', eb.tuple(edge.at, edge.requestId)));
      }
      if (requestId !== undefined) {
        query = query.where('request_id', '=', requestId);
      }
      if (reason !== undefined) {
        query = query.where(({ eb, or }) => or([eb('reason', '=', reason), eb('code', '=', reason)]));
      }
      if (subject !== undefined) {
        query = query.where(sql<boolean>`search LIKE ${containing(subject.toLowerCase())} ESCAPE '\\'`);
      }
      if (tenant !== undefined) {
        query = query.where(sql<boolean>`tenants LIKE ${containing(`\n${tenant}\n`)} ESCAPE '\\'`);
      }
      if (endpoint !== undefined) {
        query = query.where('endpoint', '=', endpoint);
      }
      if (replica !== undefined) {
        query = query.where('replica', '=', replica);
      }
      if (since !== undefined) {
        query = query.where('at', '>=', since);
      }
      if (until !== undefined) {
        query = query.where('at', '<', until);
      }
      return (await query.execute()).flatMap(fromRow);
    });
  }

  #allowed(
    { requestId, subject, tenant, endpoint, replica, since, until }: ActivityFilter,
    before: ActivityPosition | undefined,
    edge: ActivityPosition | undefined,
    limit: number
  ): Promise<CountedRequests[]> {
    return this.database.read(async (db) => {
      let query = db
        .selectFrom('activity_requests')
        .selectAll()
        .where('outcome', '=', 'allowed')
        .orderBy('last_at', 'desc')
        .orderBy('sample_id', 'desc')
        .limit(limit);
      if (before !== undefined) {
        query = query.where((eb) =>
          eb(eb.refTuple('last_at', 'sample_id'), '<', eb.tuple(before.at, before.requestId))
        );
      }
      if (edge !== undefined) {
        query = query.where((eb) => eb(eb.refTuple('last_at', 'sample_id'), '>=', eb.tuple(edge.at, edge.requestId)));
      }
      if (requestId !== undefined) {
        query = query.where('sample_id', '=', requestId);
      }
      if (subject !== undefined) {
        query = query.where(sql<boolean>`search LIKE ${containing(subject.toLowerCase())} ESCAPE '\\'`);
      }
      if (tenant !== undefined) {
        const name = JSON.stringify(tenant);
        query = query.where(({ eb, or }) =>
          or([eb('tenant', '=', tenant), sql<boolean>`sample LIKE ${containing(name)} ESCAPE '\\'`])
        );
      }
      if (endpoint !== undefined) {
        query = query.where('endpoint', '=', endpoint);
      }
      if (replica !== undefined) {
        query = query.where('replica', '=', replica);
      }
      if (since !== undefined) {
        query = query.where('last_at', '>=', since);
      }
      if (until !== undefined) {
        query = query.where('last_at', '<', until);
      }
      return (await query.execute()).flatMap(fromCountRow);
    });
  }

  export(
    { since, until }: { since: number; until: number },
    after: ActivityPosition | undefined,
    limit: number
  ): Promise<KeptRefusal[]> {
    return this.database.read(async (db) => {
      const query = db
        .selectFrom('refusals')
        .selectAll()
        .where('at', '>=', since)
        .where('at', '<', until)
        .orderBy('at')
        .orderBy('request_id')
        .limit(limit);
      const rows = await (
        after === undefined
          ? query
          : query.where((eb) => eb(eb.refTuple('at', 'request_id'), '>', eb.tuple(after.at, after.requestId)))
      ).execute();
      return rows.flatMap(fromRow);
    });
  }

  requests(since: number, limit: number): Promise<AskedFor[]> {
    return this.database.read(async (db) => {
      const rows = await db
        .selectFrom('activity_requests')
        .select(['subject_key', 'access', 'tenant', 'backend', 'endpoint', total('count'), latest()])
        .where('last_at', '>=', since)
        .where('outcome', '=', 'allowed')
        .where('subject_key', '<>', '')
        .groupBy(['subject_key', 'access', 'tenant', 'backend', 'endpoint'])
        .orderBy('count', 'desc')
        .orderBy('subject_key')
        .limit(limit)
        .execute();
      return rows.flatMap(({ subject_key: subjectKey, access, last_at: lastAt, ...rest }) => {
        const known = accessSchema.safeParse(access);
        return known.success ? [{ ...rest, subjectKey, access: known.data, lastAt }] : [];
      });
    });
  }

  series({ since, until }: { since: number; until: number }, step: number): Promise<SummedSeries[]> {
    // Whole numbers divide without a rest in either kind of database.
    const bucket = sql<number>`(bucket / ${sql.lit(step)}) * ${sql.lit(step)}`;
    return this.database.read((db) =>
      db
        .selectFrom('activity_series')
        .select([bucket.as('bucket'), 'replica', 'tenant', 'outcome', total('count')])
        .where('bucket', '>=', since)
        .where('bucket', '<', until)
        .groupBy([bucket, 'replica', 'tenant', 'outcome'])
        .execute()
    );
  }

  refusedMost({ since, until }: { since: number; until: number }, limit: number): Promise<RefusedSubject[]> {
    return this.database.read(async (db) => {
      const rows = await db
        .selectFrom('activity_requests')
        .select(['subject_key', total('count'), latest()])
        .where('last_at', '>=', since)
        .where('last_at', '<', until)
        .where('outcome', 'not in', ['allowed', 'client-left'])
        .where('subject_key', '<>', '')
        .groupBy('subject_key')
        .orderBy('count', 'desc')
        .orderBy('last_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ subject_key: subjectKey, count, last_at: lastAt }) => ({ subjectKey, count, lastAt }));
    });
  }

  async forgetOld({ since, most }: { since: number; most: number }): Promise<boolean> {
    const refusals = await this.#forgetRefusals(since, most);
    const requests = await this.#forgetBuckets('activity_requests', since, most);
    const series = await this.#forgetBuckets('activity_series', since, most);
    return refusals || requests || series;
  }

  async #forgetRefusals(since: number, most: number): Promise<boolean> {
    const ids = await this.database.read(async (db) => {
      const oldest = db.selectFrom('refusals').select('request_id').orderBy('at').orderBy('request_id');
      const expired = await oldest.where('at', '<', since).limit(FORGOTTEN_AT_ONCE).execute();
      if (expired.length > 0) {
        return expired;
      }
      const excess = Math.min(FORGOTTEN_AT_ONCE, (await countOf(db, 'refusals')) - most);
      return excess > 0 ? oldest.limit(excess).execute() : [];
    });
    if (ids.length === 0) {
      return false;
    }
    const found = ids.map(({ request_id: id }) => id);
    await this.database.change((transaction) =>
      transaction.deleteFrom('refusals').where('request_id', 'in', found).execute()
    );
    return true;
  }

  /** A bucket at a time: the oldest, when it has expired or when there is too much. */
  async #forgetBuckets(table: 'activity_requests' | 'activity_series', since: number, most: number): Promise<boolean> {
    const oldest = await this.database.read(async (db) => {
      const first = await db.selectFrom(table).select('bucket').orderBy('bucket').limit(1).executeTakeFirst();
      const goes = first !== undefined && (first.bucket < since || (await countOf(db, table)) > most);
      return goes ? first.bucket : undefined;
    });
    if (oldest === undefined) {
      return false;
    }
    await this.database.change((transaction) => transaction.deleteFrom(table).where('bucket', '=', oldest).execute());
    return true;
  }
}

async function addRequests(
  transaction: StoreTransaction,
  rows: ReadonlyArray<StoreSchema['activity_requests']>
): Promise<void> {
  if (rows.length > 0) {
    await transaction
      .insertInto('activity_requests')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['bucket', 'replica', 'subject_key', 'access', 'tenant', 'backend', 'endpoint', 'outcome'])
          .doUpdateSet((eb) => ({
            count: eb('activity_requests.count', '+', eb.ref('excluded.count')),
            last_at: eb
              .case()
              .when('excluded.last_at', '>', eb.ref('activity_requests.last_at'))
              .then(eb.ref('excluded.last_at'))
              .else(eb.ref('activity_requests.last_at'))
              .end(),
          }))
      )
      .execute();
  }
}

async function addSeries(transaction: StoreTransaction, rows: readonly SeriesCount[]): Promise<void> {
  if (rows.length > 0) {
    await transaction
      .insertInto('activity_series')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['bucket', 'replica', 'tenant', 'outcome'])
          .doUpdateSet((eb) => ({ count: eb('activity_series.count', '+', eb.ref('excluded.count')) }))
      )
      .execute();
  }
}

function total(column: 'count') {
  return sql<number>`CAST(SUM(${sql.ref(column)}) AS bigint)`.as('count');
}

function latest() {
  return sql<number>`MAX(last_at)`.as('last_at');
}

async function countOf(
  db: StoreTransaction,
  table: 'refusals' | 'activity_requests' | 'activity_series'
): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function inPieces<T>(all: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < all.length; start += ROWS_AT_ONCE) {
    pieces.push(all.slice(start, start + ROWS_AT_ONCE));
  }
  return pieces;
}

/** A pattern for LIKE, whose own signs stand for themselves. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function storable(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}

function searched(subject: KeptRefusal['subject']): string {
  return subject === undefined ? '' : storable(`${subject.id}\n${subject.label}`.toLowerCase());
}

function toRow({ replica, subjectKey, repeated, ...refusal }: KeptRefusal): StoreSchema['refusals'] {
  const { requestId, at, code, reason, endpoint, subject, tenants } = refusal;
  return {
    request_id: requestId,
    at,
    replica,
    subject_key: subjectKey ?? '',
    code,
    reason,
    endpoint: storable(endpoint),
    tenants: storable(`\n${tenants.join('\n')}\n`),
    search: searched(subject),
    repeated,
    document: JSON.stringify(refusal),
  };
}

/** What the store holds was perhaps written by another program; what cannot be read is not there. */
function fromRow(row: StoreSchema['refusals']): KeptRefusal[] {
  const refusal = refusalSchema.safeParse(parseJson(row.document));
  if (!refusal.success) {
    return [];
  }
  const { subject, address, ...rest } = refusal.data;
  const { replica, repeated } = row;
  const subjectKey = row.subject_key === '' ? undefined : row.subject_key;
  return [{ ...rest, subject, address, replica, subjectKey, repeated }];
}

function toCountRow({ subjectKey, lastAt, sample, ...rest }: CountedRequests): StoreSchema['activity_requests'] {
  return {
    ...rest,
    subject_key: subjectKey,
    last_at: lastAt,
    sample_id: sample.requestId,
    search: searched(sample.subject),
    sample: JSON.stringify(sample),
  };
}

function fromCountRow(row: StoreSchema['activity_requests']): CountedRequests[] {
  const access = accessSchema.safeParse(row.access);
  const sample = sampleSchema.safeParse(parseJson(row.sample));
  if (!access.success || !sample.success) {
    return [];
  }
  const { bucket, replica, tenant, backend, endpoint, outcome, count } = row;
  const { subject, ...rest } = sample.data;
  return [
    {
      bucket,
      replica,
      subjectKey: row.subject_key,
      access: access.data,
      tenant,
      backend,
      endpoint,
      outcome,
      count,
      lastAt: row.last_at,
      sample: { ...rest, subject },
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
