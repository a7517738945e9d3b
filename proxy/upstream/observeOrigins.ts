import type { Counter } from 'prom-client';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { OriginObserver } from './origin';

/** Logs each change of an origin once, and counts. */
export function observeOrigins(
  { upstreamRequests, upstreamUp }: Pick<Metrics, 'upstreamRequests' | 'upstreamUp'>,
  logger: Logger
): OriginObserver {
  // Finding a counter by its labels takes longer than counting.
  const counters = new Map<string, Counter.Internal>();
  return {
    known: (origin) => upstreamUp.set({ origin }, 1),
    result: (origin, result) => {
      const key = `${origin} ${result}`;
      let counter = counters.get(key);
      if (counter === undefined) {
        counter = upstreamRequests.labels({ origin, result });
        counters.set(key, counter);
      }
      counter.inc();
    },
    down: (origin, cause) => {
      upstreamUp.set({ origin }, 0);
      logger.warn(
        { event: 'origin-down', origin, cause },
        'an upstream does not answer; it is asked again each second'
      );
    },
    up: (origin) => {
      upstreamUp.set({ origin }, 1);
      logger.info({ event: 'origin-up', origin }, 'an upstream answers again');
    },
  };
}
