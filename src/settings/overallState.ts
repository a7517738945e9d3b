import type { Status } from '../api/status';
import { plural, t } from '../i18n/t';
import { backendReach } from './backendReach';
import { statusLines } from './statusLines';

/** The whole status in one line. */
export interface OverallState {
  /** Stable, for tests and support. */
  code: 'connected' | 'connected-with-warnings' | 'connected-with-trouble' | 'connected-unsafe';
  severity: 'success' | 'info' | 'warning' | 'error';
  title: string;
}

/** Sums up how the proxy and its backends are: the worst of it decides. */
export function overallState(status: Status): OverallState {
  const findings = status.backends.flatMap((backend) => backend.findings ?? []);
  const unsafe = status.backends.filter((backend) => backend.findings?.some(({ severity }) => severity === 'unsafe'));
  if (unsafe.length > 0) {
    const names = unsafe.map(({ name }) => name).join(', ');
    return {
      code: 'connected-unsafe',
      severity: 'error',
      title: plural(
        'settings.overall.unsafe',
        unsafe.length,
        {
          one: 'Connected, but a backend is not safe: {{names}}',
          other: 'Connected, but {{number}} backends are not safe: {{names}}',
        },
        { names }
      ),
    };
  }
  const parts = [...statusLines(status), ...status.backends.map(backendReach)];
  if (parts.some(({ state }) => state !== 'good')) {
    return {
      code: 'connected-with-trouble',
      severity: 'warning',
      title: t('settings.overall.trouble', 'Connected, but not all is well'),
    };
  }
  return findings.length > 0
    ? {
        code: 'connected-with-warnings',
        severity: 'info',
        title: plural('settings.overall.remarks', findings.length, {
          one: 'Connected, with {{number}} remark about the backends',
          other: 'Connected, with {{number}} remarks about the backends',
        }),
      }
    : { code: 'connected', severity: 'success', title: t('settings.overall.well', 'Connected, and all is well') };
}
