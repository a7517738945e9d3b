import { startRelay } from '../processes/startRelay';
import type { Redis } from './startRedis';

const REDIS_PORT = 6379;

/**
 * Puts a relay in front of a Redis that runs already, so that it can be away or silent for the tests and for nobody else.
 *
 * @param given `redis://[:password@]host[:port][/database]`
 * @throws Error for any other URL: the relay cannot speak TLS
 */
export async function givenRedis(given: string): Promise<Redis> {
  const target = new URL(given);
  if (target.protocol !== 'redis:' || target.username !== '') {
    throw new Error('GATEHOUSE_TEST_REDIS_URL: expected redis://[:password@]host[:port][/database]');
  }
  const relay = await startRelay(target.hostname, Number(target.port || REDIS_PORT));
  return {
    url: `redis://127.0.0.1:${relay.port}${target.pathname || '/0'}`,
    password: target.password === '' ? undefined : decodeURIComponent(target.password),
    stop: relay.stop,
    start: relay.start,
    freeze: relay.freeze,
    thaw: relay.thaw,
    close: relay.stop,
  };
}
