import { parseDuration } from './duration';
import type { GrantLimits } from './policy/shape';

/** Limits with their units made plain; absent means unlimited. */
export interface Limits {
  requestsPerMinute?: number;
  concurrency?: number;
  maxRangeMilliseconds?: number;
}

/** Reads the limits of a grant, a tenant or a mapping into plain units. */
export function limitsOf(limits: GrantLimits | undefined): Limits {
  return {
    requestsPerMinute: limits?.requestsPerMinute,
    concurrency: limits?.concurrency,
    maxRangeMilliseconds: limits?.maxRange === undefined ? undefined : parseDuration(limits.maxRange),
  };
}
