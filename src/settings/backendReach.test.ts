import type { BackendStatus } from '../api/status';
import { backendReach } from './backendReach';

const backend = (...up: boolean[]): BackendStatus => ({
  name: 'b',
  kind: 'mimir',
  reachable: up.every(Boolean),
  detail: '',
  urls: up.map((one, position) => ({ url: `http://b${position}`, up: one })),
});

describe('backendReach', () => {
  it.each<[BackendStatus, string]>([
    [backend(true), 'good: Answers'],
    [backend(true, true), 'good: 2 URLs answer'],
    [backend(true, false), 'warning: 1 of 2 URLs answers'],
    [backend(true, true, false), 'warning: 2 of 3 URLs answer'],
    [backend(false, false), 'bad: Does not answer'],
    [{ ...backend(), reachable: true, detail: 'answers' }, 'good: Answers'],
    [{ ...backend(), reachable: false, detail: 'refuses the connection' }, 'bad: Refuses the connection'],
    [{ ...backend(), urls: undefined, reachable: false }, 'bad: Does not answer'],
  ])('sums up %j as %s', (status, summary) => {
    const { state, text } = backendReach(status);
    expect(`${state}: ${text}`).toBe(summary);
  });
});
