import type { GrantLimits } from '@gatehouse/model';
import { numberText } from '../i18n/language';
import { t } from '../i18n/t';

/** Limits as an editor holds them: text, empty for a limit that is not set. */
export interface LimitsValue {
  requestsPerMinute: string;
  concurrency: string;
  maxRange: string;
}

export type LimitName = keyof LimitsValue;

const NAMES: readonly LimitName[] = ['requestsPerMinute', 'concurrency', 'maxRange'];

function messages(): Readonly<Record<LimitName, string>> {
  const number = (most: number) =>
    t('limits.form.number', 'Use a whole number from 1 to {{most}}, or leave it empty.', { most: numberText(most) });
  return {
    requestsPerMinute: number(1_000_000),
    concurrency: number(10_000),
    maxRange: t('limits.form.duration', 'Use a duration such as 12h or 30d, or leave it empty.'),
  };
}

export function limitsValueOf(limits: GrantLimits | undefined): LimitsValue {
  return {
    requestsPerMinute: limits?.requestsPerMinute?.toString() ?? '',
    concurrency: limits?.concurrency?.toString() ?? '',
    maxRange: limits?.maxRange ?? '',
  };
}

/** The limits that the texts name, as far as they can be read; undefined when none is set. Checking them is the model's. */
export function limitsOf({ requestsPerMinute, concurrency, maxRange }: LimitsValue): GrantLimits | undefined {
  const limits = {
    ...(requestsPerMinute.trim() !== '' && { requestsPerMinute: wholeNumber(requestsPerMinute) }),
    ...(concurrency.trim() !== '' && { concurrency: wholeNumber(concurrency) }),
    ...(maxRange.trim() !== '' && { maxRange: maxRange.trim() }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** What to enter instead of what the model refused; undefined for what is no limit. */
export function limitMessage(name: unknown): string | undefined {
  return NAMES.flatMap((known) => (known === name ? [messages()[known]] : []))[0];
}

function wholeNumber(text: string): number {
  return /^[0-9]+$/.test(text.trim()) ? Number(text.trim()) : NaN;
}
