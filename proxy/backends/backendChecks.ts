import type { BackendConfig } from '../config/schema';
import type { BackendHazards, Hazard } from '../gateway/hazards';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { Finding } from './finding';
import { judgeBackend, type Judgement } from './judgeBackend';
import { type Probe, probeOrigin } from './probeOrigin';
import { urlsOf } from './urlsOf';

/** Time between two checks, and while a URL shows nothing, which may be a process that is still starting. Milliseconds. */
const INTERVAL = 60_000;
const UNSEEN_INTERVAL = 5_000;
/** How long what was seen at a URL counts after it cannot be seen any more. Milliseconds. */
const KEPT_FOR = 10 * 60_000;

/** What a URL's process says it is. */
export interface SeenProgram {
  kind: string | null;
  version: string | null;
}

export interface BackendChecksParts {
  backends: readonly BackendConfig[];
  metrics: Pick<Metrics, 'backendFindings'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * Looks at every backend now and then: is it what the configuration says, and can it be trusted to confine what it is asked?
 * Until a backend was looked at, what could not be ruled out counts.
 */
export class BackendChecks implements BackendHazards {
  readonly #judged = new Map<string, Judgement>();
  readonly #seen = new Map<string, { probe: Probe; at: number }>();
  #running: Promise<void> | undefined;
  #lookedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly parts: BackendChecksParts) {
    for (const backend of parts.backends) {
      const { hazards } = judgeBackend(backend, new Map());
      this.#judged.set(backend.name, { findings: [], hazards });
    }
  }

  /** Looks for the first time, which takes three seconds at most, and goes on doing so every minute. */
  start(): Promise<void> {
    return this.#look();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Looks again, when that was longer ago than `maxAge` milliseconds. */
  async refresh(maxAge: number): Promise<void> {
    if (this.#running !== undefined || this.parts.now() - this.#lookedAt > maxAge) {
      await this.#look();
    }
  }

  of(backend: string): ReadonlySet<Hazard> {
    return this.#judged.get(backend)?.hazards ?? new Set();
  }

  findings(backend: string): readonly Finding[] {
    return this.#judged.get(backend)?.findings ?? [];
  }

  seen(backend: string, url: string): SeenProgram {
    const probe = this.#seen.get(keyOf(backend, url))?.probe;
    const { program = null, versionText = null } =
      probe !== undefined && 'description' in probe ? probe.description : {};
    return { kind: program, version: versionText };
  }

  /** One look at a time; whoever comes meanwhile waits for the same one. */
  #look(): Promise<void> {
    this.#running ??= this.#lookAtAll().finally(() => {
      this.#lookedAt = this.parts.now();
      this.#running = undefined;
      this.#schedule();
    });
    return this.#running;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) {
      const someUnseen = [...this.#seen.values()].some(({ probe }) => 'failure' in probe);
      this.#timer = setTimeout(() => void this.#look(), someUnseen ? UNSEEN_INTERVAL : INTERVAL).unref();
    }
  }

  async #lookAtAll(): Promise<void> {
    await Promise.all(
      this.parts.backends.map(async (backend) => {
        const probes = await Promise.all(
          urlsOf(backend).map(async (url) => [url, await this.#lookAt(backend, url)] as const)
        );
        this.#judge(backend, new Map(probes));
      })
    );
  }

  /** What was seen a moment ago counts for a while: a process that is starting anew is the same one as a rule. */
  async #lookAt({ name, kind }: BackendConfig, url: string): Promise<Probe> {
    const probe = await probeOrigin(url, kind);
    const now = this.parts.now();
    const key = keyOf(name, url);
    const last = this.#seen.get(key);
    if ('failure' in probe && last !== undefined && 'description' in last.probe && now - last.at < KEPT_FOR) {
      return last.probe;
    }
    this.#seen.set(key, { probe, at: now });
    return probe;
  }

  #judge(backend: BackendConfig, probes: ReadonlyMap<string, Probe>): void {
    const { name } = backend;
    const before = this.#judged.get(name)?.findings ?? [];
    const judgement = judgeBackend(backend, probes);
    this.#judged.set(name, judgement);
    this.#tell(name, before, judgement.findings);
  }

  #tell(backend: string, before: readonly Finding[], after: readonly Finding[]): void {
    const { logger, metrics } = this.parts;
    const key = ({ code, severity, url }: Finding) => JSON.stringify([code, severity, url]);
    const [known, found] = [new Set(before.map(key)), new Set(after.map(key))];
    after
      .filter((finding) => !known.has(key(finding)))
      .forEach(({ code, severity, url, message: detail }) =>
        logger.warn({ event: 'backend-finding', backend, code, severity, url, detail }, 'found at a backend')
      );
    before
      .filter((finding) => !found.has(key(finding)))
      .forEach(({ code, severity, url }) =>
        logger.info({ event: 'backend-finding-gone', backend, code, severity, url }, 'not found at a backend any more')
      );
    for (const severity of ['unsafe', 'warning'] as const) {
      const count = after.filter((finding) => finding.severity === severity).length;
      metrics.backendFindings.set({ backend, severity }, count);
    }
  }
}

function keyOf(backend: string, url: string): string {
  return `${backend} ${url}`;
}
