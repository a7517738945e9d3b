import type { Config } from '../../config/schema';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { LimitKeeper } from './limitKeeper';
import type { LimitStore } from './limitStore';
import { MemoryLimitStore } from './memoryLimitStore';
import { RedisLimitStore } from './redisLimitStore';

export interface LimitParts {
  config: Config['limits'] & {
    /** From `passwordFile`. */
    password?: string;
  };
  metrics: Pick<Metrics, 'limitStoreAvailable'>;
  logger: Logger;
}

/** Keeps the policy's limits where the configuration says. */
export function createLimitKeeper({ config, metrics, logger }: LimitParts): LimitKeeper {
  return new LimitKeeper(createStore({ config, metrics, logger }), config.concurrencyPerSubject);
}

function createStore({ config, metrics: { limitStoreAvailable }, logger }: LimitParts): LimitStore {
  if (config.store === 'memory') {
    limitStoreAvailable.set(1);
    return new MemoryLimitStore();
  }
  return new RedisLimitStore(
    { url: config.store, password: config.password },
    {
      available: () => {
        limitStoreAvailable.set(1);
        logger.info({ event: 'limit-store-available' }, 'limits are counted for all replicas together');
      },
      unavailable: (cause) => {
        limitStoreAvailable.set(0);
        logger.warn(
          { event: 'limit-store-unavailable', cause },
          'each process counts limits for itself until Redis is back'
        );
      },
    }
  );
}
