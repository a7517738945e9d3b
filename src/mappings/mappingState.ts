import type { Mapping } from '@gatehouse/model';

/** Whether a mapping counts now. */
export type MappingState = 'enabled' | 'disabled' | 'expired' | 'expires-soon';

const SOON = 14 * 86_400_000;

/**
 * Tells a mapping's state; disabled comes before expired, because enabling is then what is missing first.
 *
 * @param now milliseconds since the epoch
 */
export function mappingState({ enabled, expires }: Mapping, now: number): MappingState {
  if (!enabled) {
    return 'disabled';
  }
  const left = expires === undefined ? Infinity : Date.parse(expires) - now;
  return left <= 0 ? 'expired' : left <= SOON ? 'expires-soon' : 'enabled';
}
