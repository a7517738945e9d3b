import { randomUUID } from 'node:crypto';
import {
  type CredentialBounds,
  CredentialRefusal,
  type CredentialStore,
  type CredentialVersion,
  isLive,
  type NewCredential,
  type StoredCredential,
} from './credentialStore';
import type { Database, StoreTransaction as Db, Within } from './database';
import type { StoreSchema } from './storeSchema';

/** How many credentials are read at a time: requests have to wait meanwhile. */
const ROWS_AT_ONCE = 500;
/** How many uses one transaction notes, for the same reason. */
const USES_AT_ONCE = 200;

/** Keeps credentials in a database. Whoever opened the database closes it. */
export class SqlCredentialStore implements CredentialStore {
  constructor(
    private readonly database: Database,
    private readonly bounds: CredentialBounds
  ) {}

  version(): Promise<CredentialVersion> {
    return this.database.read(versionOf);
  }

  async all(): Promise<{ version: CredentialVersion; credentials: StoredCredential[] }> {
    // In this order: a change in between makes what was read newer than its version, and it is read again.
    const version = await this.version();
    const credentials: StoredCredential[] = [];
    for (let last = '', more = true; more; last = credentials.at(-1)?.id ?? '') {
      const rows = await this.database.read((db) =>
        db.selectFrom('credentials').selectAll().where('id', '>', last).orderBy('id').limit(ROWS_AT_ONCE).execute()
      );
      credentials.push(...rows.map(fromRow));
      more = rows.length === ROWS_AT_ONCE;
    }
    return { version, credentials };
  }

  create(credential: NewCredential, within?: Within): Promise<void> {
    return this.#change(async (transaction) => {
      await this.#insert(transaction, credential);
      return true;
    }, within);
  }

  replace(id: string, successor: NewCredential, expiresAt: number, within?: Within): Promise<void> {
    return this.#change(async (transaction) => {
      const old = await findLive(transaction, id, successor.createdAt);
      if (old.replacedBy !== null) {
        throw new CredentialRefusal('replaced');
      }
      await transaction
        .updateTable('credentials')
        .set({ replaced_by: successor.id, expires_at: Math.min(old.expiresAt ?? Infinity, expiresAt) })
        .where('id', '=', id)
        .execute();
      await this.#insert(transaction, successor);
      return true;
    }, within);
  }

  async revoke(id: string, at: number, by: string, within?: Within): Promise<boolean> {
    let revoked = false;
    await this.#change(async (transaction) => {
      revoked = (await find(transaction, id)).revokedAt === null;
      if (revoked) {
        await transaction
          .updateTable('credentials')
          .set({ revoked_at: at, revoked_by: by })
          .where('id', '=', id)
          .execute();
      }
      return revoked;
    }, within);
    return revoked;
  }

  edit(
    id: string,
    changes: Partial<Pick<StoredCredential, 'comment' | 'expiresAt'>>,
    now: number,
    within?: Within
  ): Promise<void> {
    return this.#change(async (transaction) => {
      const old = await findLive(transaction, id, now);
      const { comment, expiresAt } = { ...old, ...changes };
      // The overlap with its successor may become shorter, not longer.
      if (old.replacedBy !== null && (expiresAt ?? Infinity) > (old.expiresAt ?? Infinity)) {
        throw new CredentialRefusal('replaced');
      }
      await transaction
        .updateTable('credentials')
        .set({ comment, expires_at: expiresAt })
        .where('id', '=', id)
        .execute();
      return true;
    }, within);
  }

  async noteUse(uses: Iterable<readonly [string, number]>): Promise<void> {
    const all = [...uses];
    for (let first = 0; first < all.length; first += USES_AT_ONCE) {
      await this.database.change(async (transaction) => {
        for (const [id, at] of all.slice(first, first + USES_AT_ONCE)) {
          await transaction
            .updateTable('credentials')
            .set({ last_used_at: at })
            .where('id', '=', id)
            .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)]))
            .execute();
        }
      });
    }
  }

  forgetEnded(now: number): Promise<void> {
    return this.#change((transaction) => this.#forgetEnded(transaction, now));
  }

  async #insert(transaction: Db, credential: NewCredential): Promise<void> {
    const { id, name, comment, prefix, hash, createdAt, createdBy, expiresAt } = credential;
    const { live } = await transaction
      .selectFrom('credentials')
      .select(({ fn }) => fn.countAll<number>().as('live'))
      .where('revoked_at', 'is', null)
      .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', createdAt)]))
      .executeTakeFirstOrThrow();
    if (live >= this.bounds.live) {
      throw new CredentialRefusal('too-many');
    }
    await transaction
      .insertInto('credentials')
      .values({
        id,
        name,
        comment,
        prefix,
        hash,
        created_at: createdAt,
        created_by: createdBy,
        expires_at: expiresAt,
        revoked_at: null,
        revoked_by: null,
        replaced_by: null,
        last_used_at: null,
      })
      .execute();
    await this.#forgetEnded(transaction, createdAt);
  }

  /** @returns whether there was something to forget */
  async #forgetEnded(transaction: Db, now: number): Promise<boolean> {
    const ended = await transaction
      .selectFrom('credentials')
      .select(({ fn }) => ['id', fn.coalesce('revoked_at', 'expires_at').as('at')])
      .where(({ eb, or }) => or([eb('revoked_at', 'is not', null), eb('expires_at', '<=', now)]))
      .orderBy('at', 'desc')
      .execute();
    const forgotten = ended.filter(
      ({ at }, place) => place >= this.bounds.ended || (at ?? now) <= now - this.bounds.keepEnded
    );
    for (const { id } of forgotten) {
      await transaction.deleteFrom('credentials').where('id', '=', id).execute();
    }
    return forgotten.length > 0;
  }

  /** Runs a change, which makes a new version when it returns true. */
  async #change(work: (transaction: Db) => Promise<boolean>, within?: Within): Promise<void> {
    await this.database.change(
      async (transaction) => {
        if (await work(transaction)) {
          await transaction
            .updateTable('credential_version')
            .set(({ eb }) => ({ number: eb('number', '+', 1), stamp: randomUUID() }))
            .execute();
          await within?.(transaction);
        }
      },
      { announce: true }
    );
  }
}

async function versionOf(db: Db): Promise<CredentialVersion> {
  return db.selectFrom('credential_version').select(['number', 'stamp']).executeTakeFirstOrThrow();
}

async function find(db: Db, id: string): Promise<StoredCredential> {
  const row = await db.selectFrom('credentials').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) {
    throw new CredentialRefusal('unknown');
  }
  return fromRow(row);
}

async function findLive(db: Db, id: string, now: number): Promise<StoredCredential> {
  const credential = await find(db, id);
  if (!isLive(credential, now)) {
    throw new CredentialRefusal('ended');
  }
  return credential;
}

function fromRow(row: StoreSchema['credentials']): StoredCredential {
  return {
    id: row.id,
    name: row.name,
    comment: row.comment,
    prefix: row.prefix,
    hash: row.hash,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    replacedBy: row.replaced_by,
    lastUsedAt: row.last_used_at,
  };
}
