import type { GrantLimits } from '@gatehouse/model';

/** Limits as an editor holds them: text, empty for a limit that is not set. */
export interface LimitsValue {
  requestsPerMinute: string;
  concurrency: string;
  maxRange: string;
}

export type LimitName = keyof LimitsValue;

const NAMES: readonly LimitName[] = ['requestsPerMinute', 'concurrency', 'maxRange'];

const MESSAGES: Readonly<Record<LimitName, string>> = {
  requestsPerMinute: 'Use a whole number from 1 to 1,000,000, or leave it empty.',
  concurrency: 'Use a whole number from 1 to 10,000, or leave it empty.',
  maxRange: 'Use a duration such as 12h or 30d, or leave it empty.',
};

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
  return NAMES.flatMap((known) => (known === name ? [MESSAGES[known]] : []))[0];
}

function wholeNumber(text: string): number {
  return /^[0-9]+$/.test(text.trim()) ? Number(text.trim()) : NaN;
}
