import type { ServerResponse } from 'node:http';
import type { BackendConfig } from '../config/schema';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { attempt, type Failure } from '../upstream/attempt';
import { chooseOrigin } from '../upstream/chooseOrigin';
import { Exchange } from '../upstream/exchange';
import { Origin } from '../upstream/origin';
import { observeOrigins } from '../upstream/observeOrigins';
import type { UpstreamRequest } from './upstreamRequest';

export interface UpstreamsParts {
  backends: readonly BackendConfig[];
  metrics: Pick<Metrics, 'upstreamRequests' | 'upstreamUp'>;
  logger: Logger;
  /** Milliseconds after which a client that sends nothing of its body, or takes nothing of its answer, is cut off. */
  stallTimeout?: number;
}

/** A client that stands still would keep a connection upstream. Milliseconds. */
const CLIENT_STALL_TIMEOUT = 30_000;

/** A request that may have ended its origin is sent to one other, not to all of them in turn. */
const MOST_LOSSES = 2;

/** Every upstream that is configured, and which of them to ask. */
export class Upstreams {
  readonly #origins = new Map<string, Origin>();
  readonly #lists = new WeakMap<readonly string[], readonly Origin[]>();
  readonly #stallTimeout: number;
  #turn = 0;

  constructor({ backends, metrics, logger, stallTimeout = CLIENT_STALL_TIMEOUT }: UpstreamsParts) {
    const observer = observeOrigins(metrics, logger);
    for (const { kind, read, write, opentsdb } of backends) {
      for (const url of new Set([...read, ...write, ...opentsdb])) {
        if (!this.#origins.has(url)) {
          this.#origins.set(url, new Origin(url, kind === 'mimir' ? '/ready' : '/health', observer));
        }
      }
    }
    this.#stallTimeout = stallTimeout;
  }

  /**
   * Sends a request upstream and streams the answer back. What changes nothing upstream is sent to another origin when one could
   * not answer it, as long as nothing of an answer went to the client.
   *
   * @returns the status of the answer, when its last byte was handed to the connection
   * @throws Refusal 408, 502, 503 or 504 while nothing was answered yet; after that the answer is cut off, never silently
   *   completed. ClientLeft when the client did; the upstream request is then aborted. What the body fails with, as it is
   */
  async forward(request: UpstreamRequest, response: ServerResponse): Promise<number> {
    const exchange = new Exchange(request, response, this.#stallTimeout);
    try {
      return await this.#send(exchange);
    } finally {
      exchange.close();
    }
  }

  /** How many requests are under way at a URL. */
  runningAt(url: string): number {
    return this.#origins.get(url)?.running ?? 0;
  }

  /** Waits for running requests and closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#origins.values()].map((origin) => origin.close()));
  }

  async #send(exchange: Exchange): Promise<number> {
    let untried = this.#originsOf(exchange.request);
    let once: Origin | undefined;
    let losses = 0;
    let told: Failure | undefined;
    const turn = this.#turn;
    this.#turn = (turn + 1) % 0x7fff_ffff;
    for (;;) {
      exchange.assertRunning();
      const origin = chooseOrigin(untried, turn) ?? once;
      if (origin === undefined) {
        throw told?.refusal ?? new Error('a request must name an origin that is configured');
      }
      const outcome = await attempt(exchange, origin);
      if ('status' in outcome) {
        return outcome.status;
      }
      told = told?.kind === 'unavailable' && outcome.kind !== 'unavailable' ? told : outcome;
      losses += outcome.kind === 'lost' ? 1 : 0;
      if (!exchange.repeatable || losses === MOST_LOSSES) {
        throw told.refusal;
      }
      // A connection that was kept open may have been closed at the very moment when it was used again.
      once = outcome.kind === 'lost' && outcome.reused ? origin : origin === once ? undefined : once;
      untried = untried.filter((other) => other !== origin);
    }
  }

  /** Looked up once for each list: a backend's is always the same. */
  #originsOf({ origins }: UpstreamRequest): readonly Origin[] {
    let found = this.#lists.get(origins);
    if (found === undefined) {
      found = [...new Set(origins)].flatMap((url) => this.#origins.get(url) ?? []);
      this.#lists.set(origins, found);
    }
    return found;
  }
}
