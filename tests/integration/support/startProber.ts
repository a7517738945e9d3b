import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What one client met who asked again and again. */
export interface Probed {
  /** How long each query took. */
  milliseconds: number[];
  /** What was answered instead of the upstream's answer. */
  failures: string[];
}

/** An upstream, and one client in a process of its own; see prober.mjs. */
export interface Prober {
  upstreamUrl: string;
  /** Begins asking. */
  start(url: string, headers: Record<string, string>): void;
  stop(): Promise<Probed>;
  close(): void;
}

export async function startProber(): Promise<Prober> {
  const child = fork(join(__dirname, 'prober.mjs'), { execArgv: [] });
  const [{ upstream }] = (await once(child, 'message')) as [{ upstream: string }];
  return {
    upstreamUrl: upstream,
    start: (url, headers) => void child.send({ url, headers }),
    stop: async () => {
      const answered = once(child, 'message');
      child.send({ stop: true });
      const [probed] = (await answered) as [Probed];
      return probed;
    },
    close: () => void child.kill('SIGKILL'),
  };
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * part) / 100))] ?? NaN;
}
