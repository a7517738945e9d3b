import type { BackendStatus } from '../api/status';
import { count } from '../ui/count';
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
    const words = detail === '' ? (reachable ? 'answers' : 'does not answer') : detail;
    return { state: reachable ? 'good' : 'bad', text: words.charAt(0).toUpperCase() + words.slice(1) };
  }
  if (up === urls.length) {
    return { state: 'good', text: up === 1 ? 'Answers' : `${count(up, 'URL')} answer` };
  }
  return up === 0
    ? { state: 'bad', text: 'Does not answer' }
    : { state: 'warning', text: `${up} of ${count(urls.length, 'URL')} ${up === 1 ? 'answers' : 'answer'}` };
}
