import type { GrantLimits } from '@gatehouse/model';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import type { LimitsValue } from './limitsForm';

/** Each limit that is set, for the review of changes: `["at most 600 requests a minute", "20 at a time", "over at most 30d"]`. */
export function limitsInWords(limits: GrantLimits | undefined): string[] {
  return [
    ...(limits?.requestsPerMinute === undefined
      ? []
      : [
          plural('limits.words.requests', limits.requestsPerMinute, {
            one: 'at most {{number}} request a minute',
            other: 'at most {{number}} requests a minute',
          }),
        ]),
    ...(limits?.concurrency === undefined
      ? []
      : [
          plural('limits.words.concurrency', limits.concurrency, {
            one: '{{number}} at a time',
            other: '{{number}} at a time',
          }),
        ]),
    ...(limits?.maxRange === undefined
      ? []
      : [t('limits.words.range', 'over at most {{range}}', { range: limits.maxRange })]),
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
    ...(requestsPerMinute === ''
      ? []
      : [t('limits.short.requests', '{{number}}/min', { number: asText(requestsPerMinute) })]),
    ...(concurrency === ''
      ? []
      : [t('limits.short.concurrency', '{{number}} at once', { number: asText(concurrency) })]),
    ...(maxRange === '' ? [] : [t('limits.short.range', 'range {{range}}', { range: maxRange })]),
  ].join(', ');
}

/** A number for people; what is typed stays as it is. */
function asText(number: number | string): string {
  return typeof number === 'number' ? numberText(number) : number;
}
