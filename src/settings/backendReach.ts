import type { BackendStatus } from '../api/status';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import type { PartState } from './statusLines';

/** How a backend is reached, for people. */
export interface BackendReach {
  state: PartState;
  text: string;
}

/** Sums up the URLs of a backend: while some of them answer, the others are a matter of time. */
export function backendReach({ urls = [], reachable, detail }: BackendStatus): BackendReach {
  const up = urls.filter((url) => url.up).length;
  if (urls.length === 0) {
    const words =
      detail === ''
        ? reachable
          ? t('settings.reach.answers', 'Answers')
          : t('settings.reach.silent', 'Does not answer')
        : detail;
    return { state: reachable ? 'good' : 'bad', text: words.charAt(0).toUpperCase() + words.slice(1) };
  }
  if (up === urls.length) {
    return {
      state: 'good',
      text:
        up === 1
          ? t('settings.reach.answers', 'Answers')
          : plural('settings.reach.all', up, { one: '{{number}} URL answers', other: '{{number}} URLs answer' }),
    };
  }
  return up === 0
    ? { state: 'bad', text: t('settings.reach.silent', 'Does not answer') }
    : {
        state: 'warning',
        text: plural(
          'settings.reach.some',
          up,
          { one: '{{number}} of {{all}} URLs answers', other: '{{number}} of {{all}} URLs answer' },
          { all: numberText(urls.length) }
        ),
      };
}
