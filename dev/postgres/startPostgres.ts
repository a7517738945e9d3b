import { givenPostgres } from './givenPostgres';
import { ownPostgres, type PostgresOptions } from './ownPostgres';
import type { Postgres } from './postgres';

/**
 * Starts PostgreSQL on a free loopback port, as durable as in production. When GATEHOUSE_TEST_POSTGRES_URL names one
 * (`postgres://user:password@host:port/database`, of somebody who may make databases), that one is used, through a relay that plays
 * its failures; it is neither emptied nor stopped.
 */
export async function startPostgres(options: PostgresOptions, env = process.env): Promise<Postgres> {
  const given = env.GATEHOUSE_TEST_POSTGRES_URL ?? '';
  return given === '' ? ownPostgres(options) : givenPostgres(given);
}
