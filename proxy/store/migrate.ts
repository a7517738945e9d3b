import { sql } from 'kysely';
import type { Database, StoreTransaction } from './database';
import { STORE_MIGRATIONS } from './migrations';
import type { StoreMigration } from './storeMigration';

type Kind = Database['kind'];

/** Which steps were taken, and when; the name is that of the first version, whose files live on. */
const CREATE_JOURNAL = `CREATE TABLE IF NOT EXISTS kysely_migration (
  name varchar(255) PRIMARY KEY NOT NULL, timestamp varchar(255) NOT NULL
)`;

const FIND_JOURNAL: Record<Kind, string> = {
  sqlite: "SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'",
  postgres: "SELECT 1 WHERE to_regclass('kysely_migration') IS NOT NULL",
};

/**
 * Whether the tables are those of this version; asked first, because it needs neither a lock nor the right to write.
 *
 * @throws Error when the tables are those of another version
 */
export async function isUpToDate(db: StoreTransaction, kind: Kind): Promise<boolean> {
  const { rows } = await sql.raw(FIND_JOURNAL[kind]).execute(db);
  return rows.length > 0 && (await missingSteps(db)).length === 0;
}

/**
 * Brings the tables up to date, also when there are none yet.
 *
 * @param transaction one that keeps other processes from doing the same at the same time
 * @throws Error when the tables are those of another version
 */
export async function migrate(transaction: StoreTransaction, kind: Kind): Promise<void> {
  await sql.raw(CREATE_JOURNAL).execute(transaction);
  for (const step of await missingSteps(transaction)) {
    for (const statement of step[kind]) {
      await sql.raw(statement).execute(transaction);
    }
    const now = new Date().toISOString();
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES (${step.name}, ${now})`.execute(transaction);
  }
}

async function missingSteps(db: StoreTransaction): Promise<readonly StoreMigration[]> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
  const stranger = rows.find(({ name }, place) => name !== STORE_MIGRATIONS[place]?.name);
  if (stranger !== undefined) {
    throw new Error(
      `its tables were made by another version of Gatehouse (step ${stranger.name} is not known here); run that version, or restore a backup from before the update`
    );
  }
  return STORE_MIGRATIONS.slice(rows.length);
}
