import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { OriginObserver } from './origin';

/** Logs each change of an origin once, and counts. */
export function observeOrigins(
  { upstreamRequests, upstreamUp }: Pick<Metrics, 'upstreamRequests' | 'upstreamUp'>,
  logger: Logger
): OriginObserver {
  return {
    known: (origin) => upstreamUp.set({ origin }, 1),
    result: (origin, result) => upstreamRequests.inc({ origin, result }),
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
