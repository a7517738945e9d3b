import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Taken } from './limitStore';

/**
 * Windows of a minute, counted without a bound: how many requests are too many is said at each of them, so that a changed
 * policy keeps what was counted.
 */
export const RATE = { points: Number.MAX_SAFE_INTEGER, duration: 60 } as const;

/** Compares what a rate limiter counted with the limit. */
export function judgeCount(
  { consumedPoints, msBeforeNext }: RateLimiterRes,
  most: number,
  giveBack: () => void
): Taken {
  return consumedPoints > most ? { taken: false, retryAfter: msBeforeNext } : { taken: true, giveBack };
}
