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

/** In the order of their names; a migration that was released never changes. */
export const sqliteMigrations: MigrationProvider = {
  getMigrations: () => Promise.resolve({ '0001-revisions': revisions }),
};
