import { malformed } from '../refusal';
import { readDuration } from './durationText';
import { unclear } from './rangeRefusals';

// VictoriaMetrics reads four digits as a year and large numbers as milliseconds: only what has one reading is taken.
const UNIX_SECONDS = /^[0-9]{9,10}(?:\.[0-9]{1,9})?$/;
const LAST_SECOND = 9_000_000_000;
const RFC3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;

/**
 * Reads Unix seconds or RFC 3339 into milliseconds since the epoch.
 *
 * @throws Refusal 400 `time-unclear` for every other spelling
 */
export function readTime(text: string): number {
  const milliseconds =
    UNIX_SECONDS.test(text) && Number(text) < LAST_SECOND
      ? Number(text) * 1000
      : RFC3339.test(text)
        ? Date.parse(text)
        : NaN;
  if (Number.isNaN(milliseconds)) {
    throw malformed('time-unclear', 'a limit holds for the range: give times as Unix seconds or in RFC 3339');
  }
  return milliseconds;
}

/**
 * Reads a duration that a parameter has: seconds, or as in queries.
 *
 * @returns milliseconds; undefined when it is not given
 * @throws Refusal 400 `range-unclear`
 */
export function readStep(name: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const duration = readDuration(text);
  if (duration === undefined || duration.steps > 0) {
    throw unclear(`the parameter ${name} is not a plain time; give seconds, or 5m`);
  }
  return duration.milliseconds;
}

const GRAPHITE_AGO =
  /^-(?<amount>[0-9]{1,9})(?<unit>s|sec|seconds|min|minutes|h|hours|d|days|w|weeks|mon|months|y|years)$/;
const GRAPHITE_UNITS = { s: 1, mi: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_592_000, y: 31_536_000 } as const;

/**
 * Reads a time as Graphite's clients write it, `now`, `-7d` or Unix seconds, into milliseconds since the epoch.
 *
 * @param fallback for a time that is not given
 * @throws Refusal 400 `time-unclear` for every other spelling
 */
export function readGraphiteTime(text: string | undefined, now: number, fallback: number): number {
  if (text === undefined) {
    return fallback;
  }
  const { amount, unit = '' } = GRAPHITE_AGO.exec(text)?.groups ?? {};
  const [, seconds] = Object.entries(GRAPHITE_UNITS).find(([prefix]) => unit.startsWith(prefix)) ?? [];
  if (seconds !== undefined) {
    return now - Number(amount) * seconds * 1000;
  }
  if (text === 'now') {
    return now;
  }
  if (/^[0-9]{9,10}$/.test(text)) {
    return Number(text) * 1000;
  }
  throw malformed('time-unclear', 'a limit holds for the range: give from and until as Unix seconds, or as -7d');
}
