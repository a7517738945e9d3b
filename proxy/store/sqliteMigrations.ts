import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';

/** The tables of the SQLite store. */
export interface SqliteSchema {
  revisions: {
    number: number;
    /** Milliseconds since the epoch. */
    created_at: number;
    author: string;
    comment: string;
    /** The policy as JSON. */
    policy: string;
  };
  /** Machines' credentials, those that ended lately included. */
  credentials: {
    id: string;
    /** Of the service that it names. */
    name: string;
    comment: string;
    /** The first characters of the secret. */
    prefix: string;
    /** SHA-256 of the secret, which is kept nowhere. */
    hash: string;
    /** Milliseconds since the epoch, like all times here. */
    created_at: number;
    created_by: string;
    expires_at: number | null;
    revoked_at: number | null;
    revoked_by: string | null;
    /** The id of the one that a rotation made in its place. */
    replaced_by: string | null;
    last_used_at: number | null;
  };
  /** One row, which every change of a credential changes; use does not. */
  credential_version: {
    only: number;
    /** Counts changes from 0. */
    number: number;
    /** Random, so that another history with as many changes is told apart. */
    stamp: string;
  };
  /** Who came, as far as the configuration lets it be remembered. */
  seen_subjects: {
    key: string;
    issuer: string;
    kind: string;
    first_seen: number;
    last_seen: number;
    visits: number;
    /** 1 when something was too long or too much to keep, else 0. */
    shortened: number;
    /** What is searched, in lower case. */
    search: string;
    /** Id, address, name, groups and claims as JSON. */
    profile: string;
  };
}

const revisions: Migration = {
  async up(db: Kysely<unknown>) {
    // The policy stands last: SQLite walks through all of a long value to reach the columns behind it.
    await sql`
      CREATE TABLE revisions (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        created_at INTEGER NOT NULL,
        author TEXT NOT NULL,
        comment TEXT NOT NULL,
        policy TEXT NOT NULL CHECK (json_valid(policy))
      ) STRICT`.execute(db);
    // The history is evidence: not even a bug of ours may rewrite it.
    await sql`
      CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
      BEGIN SELECT RAISE(ABORT, 'revisions never change'); END`.execute(db);
    await sql`
      CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
      BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END`.execute(db);
    await sql`
      CREATE TRIGGER revisions_have_no_gaps BEFORE INSERT ON revisions
      WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions)
      BEGIN SELECT RAISE(ABORT, 'revisions are numbered without gaps'); END`.execute(db);
  },
};

const credentials: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE credentials (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        comment TEXT NOT NULL,
        prefix TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        expires_at INTEGER,
        revoked_at INTEGER,
        revoked_by TEXT,
        replaced_by TEXT,
        last_used_at INTEGER
      ) STRICT`.execute(db);
    await sql`CREATE INDEX credentials_by_age ON credentials (created_at, id)`.execute(db);
    // Whom a secret names is decided once, and what was revoked never counts again: not even a bug of ours may change that.
    await sql`
      CREATE TRIGGER credentials_name_whom_they_named BEFORE UPDATE OF id, name, hash, created_at, created_by ON credentials
      BEGIN SELECT RAISE(ABORT, 'a credential never changes whom it names'); END`.execute(db);
    await sql`
      CREATE TRIGGER credentials_stay_revoked BEFORE UPDATE OF revoked_at, expires_at ON credentials
      WHEN OLD.revoked_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a revoked credential stays revoked'); END`.execute(db);
    await sql`
      CREATE TABLE credential_version (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        number INTEGER NOT NULL,
        stamp TEXT NOT NULL
      ) STRICT`.execute(db);
    await sql`INSERT INTO credential_version (only, number, stamp) VALUES (1, 0, '')`.execute(db);
  },
};

const subjects: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE TABLE seen_subjects (
        key TEXT PRIMARY KEY,
        issuer TEXT NOT NULL,
        kind TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        visits INTEGER NOT NULL,
        shortened INTEGER NOT NULL,
        search TEXT NOT NULL,
        profile TEXT NOT NULL CHECK (json_valid(profile))
      ) STRICT`.execute(db);
    await sql`CREATE INDEX seen_subjects_by_time ON seen_subjects (last_seen, key)`.execute(db);
  },
};

/** In the order of their names; a migration that was released never changes. */
export const sqliteMigrations: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve({ '0001-revisions': revisions, '0002-credentials': credentials, '0003-subjects': subjects }),
};
