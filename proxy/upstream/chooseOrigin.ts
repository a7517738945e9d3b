import type { Origin } from './origin';

/**
 * Chooses whom to ask: the one with the least to do of those that are well, else of those that were in trouble a moment ago,
 * else the one that has been down for the longest time: a request is not refused unasked.
 *
 * @param turn decides between equals; count it up
 * @returns undefined when there is none
 */
export function chooseOrigin(origins: readonly Origin[], turn: number): Origin | undefined {
  if (origins.length < 2) {
    return origins[0];
  }
  const now = performance.now();
  let best: Origin | undefined;
  for (let index = 0; index < origins.length; index += 1) {
    const origin = origins[(turn + index) % origins.length];
    if (origin !== undefined && (best === undefined || isBetter(origin, best, now))) {
      best = origin;
    }
  }
  return best;
}

function isBetter(one: Origin, other: Origin, now: number): boolean {
  const [rank, otherRank] = [rankOf(one, now), rankOf(other, now)];
  if (rank !== otherRank) {
    return rank < otherRank;
  }
  const { failedAt } = one.health;
  const { failedAt: otherFailedAt } = other.health;
  return failedAt !== undefined && otherFailedAt !== undefined ? failedAt < otherFailedAt : one.running < other.running;
}

function rankOf({ health }: Origin, now: number): number {
  return health.failedAt !== undefined ? 2 : health.isTroubled(now) ? 1 : 0;
}
