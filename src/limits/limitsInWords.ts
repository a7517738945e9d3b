import type { GrantLimits } from '@gatehouse/model';
import { count } from '../ui/count';

/** Each limit that is set, for the review of changes: `["at most 600 requests a minute", "20 at a time", "over at most 30d"]`. */
export function limitsInWords(limits: GrantLimits | undefined): string[] {
  return [
    ...(limits?.requestsPerMinute === undefined
      ? []
      : [`at most ${count(limits.requestsPerMinute, 'request')} a minute`]),
    ...(limits?.concurrency === undefined ? [] : [`${limits.concurrency} at a time`]),
    ...(limits?.maxRange === undefined ? [] : [`over at most ${limits.maxRange}`]),
  ];
}

/** The limits that are set, for a cell of a table: "600 a minute, 20 at a time, range 30d"; empty without limits. */
export function shortLimits(limits: GrantLimits | undefined): string {
  return [
    ...(limits?.requestsPerMinute === undefined
      ? []
      : [`${limits.requestsPerMinute.toLocaleString('en-US')} a minute`]),
    ...(limits?.concurrency === undefined ? [] : [`${limits.concurrency.toLocaleString('en-US')} at a time`]),
    ...(limits?.maxRange === undefined ? [] : [`range ${limits.maxRange}`]),
  ].join(', ');
}
