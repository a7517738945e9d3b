import type { Database } from './database';
import type { PostgresConfig } from './postgres/postgresConfig';
import { PostgresDatabase } from './postgres/postgresDatabase';
import { SqliteDatabase } from './sqliteDatabase';

/** Which database to open. Goes to other threads as it is. */
export type StoreConfig = { readonly kind: 'sqlite'; readonly file: string } | PostgresConfig;

/** Nothing is opened before the first use. */
export function openDatabase(store: StoreConfig): Database {
  return store.kind === 'sqlite' ? new SqliteDatabase(store.file) : new PostgresDatabase(store);
}
