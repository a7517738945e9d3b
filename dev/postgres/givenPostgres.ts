import { startRelay } from '../processes/startRelay';
import type { Postgres } from './postgres';

const POSTGRES_PORT = 5432;

/**
 * Puts a relay in front of a PostgreSQL that runs already, so that it can be away or silent for the tests and for nobody else.
 *
 * @param given `postgres://user:password@host[:port]/database`
 * @throws Error for any other URL
 */
export async function givenPostgres(given: string): Promise<Postgres> {
  const target = new URL(given);
  if (!['postgres:', 'postgresql:'].includes(target.protocol) || target.username === '' || target.search !== '') {
    throw new Error('GATEHOUSE_TEST_POSTGRES_URL: expected postgres://user:password@host[:port]/database');
  }
  const relay = await startRelay(target.hostname, Number(target.port || POSTGRES_PORT));
  const user = decodeURIComponent(target.username);
  return {
    host: '127.0.0.1',
    port: relay.port,
    user,
    password: decodeURIComponent(target.password),
    url: (database) => `postgres://${target.username}@127.0.0.1:${relay.port}/${database}`,
    stop: relay.stop,
    kill: relay.stop,
    start: relay.start,
    freeze: async () => relay.freeze(),
    thaw: async () => relay.thaw(),
    close: relay.stop,
  };
}
