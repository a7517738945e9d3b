import { sql } from 'kysely';
import type { AuditHead } from '../audit/auditHead';
import type { AuditRecord } from '../audit/auditRecord';
import { canonicalJson } from '../audit/canonicalJson';
import type { AuditFilter, AuditLog, UnreadableRecord } from './auditLog';
import type { Database, StoreTransaction } from './database';
import type { StoreSchema } from './storeSchema';

/** Reads the chain of changes from a database. Whoever opened the database closes it. */
export class SqlAuditLog implements AuditLog {
  constructor(private readonly database: Database) {}

  head(): Promise<AuditHead> {
    return this.database.read((db) => db.selectFrom('audit_head').select(['number', 'hash']).executeTakeFirstOrThrow());
  }

  find(number: number): Promise<AuditRecord | undefined> {
    return this.database.read(async (db) => {
      const row = await db.selectFrom('audit').selectAll().where('number', '=', number).executeTakeFirst();
      return row && readable(fromRow(row))[0];
    });
  }

  window({ event, actor, target, since, until }: AuditFilter, before: number | undefined, size: number) {
    return this.database.read(async (db) => {
      let query = db.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(size);
      if (before !== undefined) {
        query = query.where('number', '<', before);
      }
      if (event !== undefined) {
        query = query.where('event', '=', event);
      }
      if (target !== undefined) {
        query = query.where('target', '=', target);
      }
      if (since !== undefined) {
        query = query.where('at', '>=', since);
      }
      if (until !== undefined) {
        query = query.where('at', '<', until);
      }
      if (actor !== undefined && /^[ -~]*$/.test(actor)) {
        // Other letters have no case that both kinds of database agree on; names are compared below in any case.
        query = query.where(sql<boolean>`lower(actor) LIKE ${namePattern(actor)} ESCAPE '\\'`);
      }
      const rows = await query.execute();
      const wanted = actor?.toLowerCase();
      const records = rows
        .flatMap((row) => readable(fromRow(row)))
        .filter((record) => wanted === undefined || nameOf(record.actor)?.toLowerCase() === wanted);
      return { records, next: rows.length < size ? undefined : rows.at(-1)?.number };
    });
  }

  page(after: number, size: number): Promise<Array<AuditRecord | UnreadableRecord>> {
    return this.database.read(async (db) => (await rowsAfter(db, after, size)).map(fromRow));
  }
}

/** What the text of an actor of this name is like. */
function namePattern(name: string): string {
  const text = `"name":${canonicalJson(name.toLowerCase())},`;
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function rowsAfter(db: StoreTransaction, after: number, size: number) {
  return db.selectFrom('audit').selectAll().where('number', '>', after).orderBy('number').limit(size).execute();
}

function readable(record: AuditRecord | UnreadableRecord): AuditRecord[] {
  return 'unreadable' in record ? [] : [record];
}

function nameOf(actor: unknown): string | undefined {
  return typeof actor === 'object' && actor !== null && 'name' in actor && typeof actor.name === 'string'
    ? actor.name
    : undefined;
}

/** What the store holds was perhaps written by another program. */
function fromRow(row: StoreSchema['audit']): AuditRecord | UnreadableRecord {
  const { number, event, target, hash } = row;
  const unreadable = (what: string) => ({ number, unreadable: what });
  const moment = new Date(row.at);
  if (Number.isNaN(moment.getTime())) {
    return unreadable('its time is none');
  }
  const actor = parseCanonical(row.actor);
  const details = parseCanonical(row.details);
  if (actor === undefined || details === undefined) {
    return unreadable(`its ${actor === undefined ? 'actor' : 'details'} are not as they were written`);
  }
  return { number, at: moment.toISOString(), event, actor, target, details, previousHash: row.previous_hash, hash };
}

/** @returns undefined when the text is not the one text of a JSON value */
function parseCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
