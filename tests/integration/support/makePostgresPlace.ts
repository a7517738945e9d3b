import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Postgres } from '../../../dev/postgres';
import { PostgresDatabase } from '../../../proxy/store/postgres/postgresDatabase';
import type { PostgresConfig } from '../../../proxy/store/postgres/postgresConfig';
import type { StorePlace } from '../../../proxy/store/testing/storePlace';

/** A database of its own on a server. */
export interface PostgresPlace extends StorePlace {
  readonly config: PostgresConfig;
  /** `postgres://user@host:port/database`, without the password. */
  readonly url: string;
  open(more?: Partial<PostgresConfig>): PostgresDatabase;
  /** Asks it something as its owner, on a connection of its own. */
  ask(statement: string): Promise<unknown[]>;
}

export async function makePostgresPlace(postgres: Postgres): Promise<PostgresPlace> {
  const { host, port, user, password } = postgres;
  const database = `gatehouse_${randomBytes(8).toString('hex')}`;
  await askPostgres(postgres, 'postgres', `CREATE DATABASE ${database}`);
  const opened: PostgresDatabase[] = [];
  const config: PostgresConfig = { kind: 'postgres', host, port, user, password, database };
  return {
    config,
    url: postgres.url(database),
    open: (more) => {
      const one = new PostgresDatabase({ ...config, ...more });
      opened.push(one);
      return one;
    },
    ask: (statement) => askPostgres(postgres, database, statement),
    tamper: async (...statements) => {
      for (const statement of statements) {
        await askPostgres(postgres, database, statement);
      }
    },
    remove: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await askPostgres(postgres, 'postgres', `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    },
  };
}

/** Runs a statement as the server's owner. */
export async function askPostgres(postgres: Postgres, database: string, statement: string): Promise<unknown[]> {
  const { host, port, user, password } = postgres;
  const client = new Client({ host, port, user, password, database, ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
