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

const ORDER: readonly MappingState[] = ['expired', 'expires-soon', 'enabled', 'disabled'];

/** Compares states for a list: what needs a look comes first, and of what ends the earlier. */
export function compareStates(a: Mapping, b: Mapping, now: number): number {
  const end = ({ expires }: Mapping) => (expires === undefined ? Infinity : Date.parse(expires));
  return ORDER.indexOf(mappingState(a, now)) - ORDER.indexOf(mappingState(b, now)) || Math.sign(end(a) - end(b)) || 0;
}
