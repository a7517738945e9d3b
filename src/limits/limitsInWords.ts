import type { GrantLimits } from '@gatehouse/model';
import { count } from '../ui/count';
import type { LimitsValue } from './limitsForm';

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

/**
 * The limits that are set, as short as a cell of a table needs it: "600/min, 20 at once, range 30d"; empty without limits.
 *
 * @param limits of a policy, or as they are typed
 */
export function shortLimits(limits: GrantLimits | LimitsValue | undefined): string {
  const { requestsPerMinute = '', concurrency = '', maxRange = '' } = limits ?? {};
  return [
    ...(requestsPerMinute === '' ? [] : [`${requestsPerMinute.toLocaleString('en-US')}/min`]),
    ...(concurrency === '' ? [] : [`${concurrency.toLocaleString('en-US')} at once`]),
    ...(maxRange === '' ? [] : [`range ${maxRange}`]),
  ].join(', ');
}
