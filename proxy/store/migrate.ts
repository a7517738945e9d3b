import { sql } from 'kysely';
import type { Database, StoreTransaction } from './database';
import { STORE_MIGRATIONS } from './migrations';

/** Which steps were taken, and when; the name is that of the first version, whose files live on. */
const CREATE_JOURNAL = `CREATE TABLE IF NOT EXISTS kysely_migration (
  name varchar(255) PRIMARY KEY NOT NULL, timestamp varchar(255) NOT NULL
)`;

/**
 * Brings the tables up to date, also when there are none yet.
 *
 * @param transaction one that keeps other processes from doing the same at the same time
 * @throws Error when the tables are those of a newer version
 */
export async function migrate(transaction: StoreTransaction, kind: Database['kind']): Promise<void> {
  await sql.raw(CREATE_JOURNAL).execute(transaction);
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(transaction);
  const known = STORE_MIGRATIONS.map(({ name }) => name);
  const stranger = rows.find(({ name }, place) => name !== known[place]);
  if (stranger !== undefined) {
    throw new Error(
      `its tables were made by another version of Gatehouse (step ${stranger.name} is not known here); run that version, or restore a backup from before the update`
    );
  }
  for (const migration of STORE_MIGRATIONS.slice(rows.length)) {
    for (const statement of migration[kind]) {
      await sql.raw(statement).execute(transaction);
    }
    const now = new Date().toISOString();
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES (${migration.name}, ${now})`.execute(transaction);
  }
}
