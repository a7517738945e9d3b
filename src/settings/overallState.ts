import type { Status } from '../api/status';
import { count } from '../ui/count';
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
      title: `Connected, but ${unsafe.length === 1 ? 'a backend is' : `${unsafe.length} backends are`} not safe: ${names}`,
    };
  }
  const parts = [...statusLines(status), ...status.backends.map(backendReach)];
  if (parts.some(({ state }) => state !== 'good')) {
    return { code: 'connected-with-trouble', severity: 'warning', title: 'Connected, but not all is well' };
  }
  return findings.length > 0
    ? {
        code: 'connected-with-warnings',
        severity: 'info',
        title: `Connected, with ${count(findings.length, 'remark')} about the backends`,
      }
    : { code: 'connected', severity: 'success', title: 'Connected, and all is well' };
}
