import type { StatsWindow } from '../api/stats';
import { t } from '../i18n/t';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How far back the overview looks, as it stands in URLs, and how much each bar stands for. */
const WINDOWS = {
  '1h': { length: HOUR, step: 5 * MINUTE },
  '6h': { length: 6 * HOUR, step: 10 * MINUTE },
  '24h': { length: 24 * HOUR, step: 30 * MINUTE },
  '7d': { length: 7 * 24 * HOUR, step: 3 * HOUR },
} as const satisfies Record<string, StatsWindow>;

export type RangeName = keyof typeof WINDOWS;

const USUAL: RangeName = '24h';

/** Reads what stands in a URL; what is not known there is the usual. */
export function readRange(text: string): { name: RangeName; window: StatsWindow } {
  const name = isRangeName(text) ? text : USUAL;
  return { name, window: WINDOWS[name] };
}

function isRangeName(text: string): text is RangeName {
  return Object.hasOwn(WINDOWS, text);
}

/** The ranges to choose from, for people. */
export function rangeOptions(): Array<{ value: RangeName; label: string; description: string }> {
  return [
    { value: '1h', label: '1h', description: t('overview.range.hour', 'The last hour') },
    { value: '6h', label: '6h', description: t('overview.range.sixHours', 'The last 6 hours') },
    { value: '24h', label: '24h', description: t('overview.range.day', 'The last 24 hours') },
    { value: '7d', label: '7d', description: t('overview.range.week', 'The last 7 days') },
  ];
}
