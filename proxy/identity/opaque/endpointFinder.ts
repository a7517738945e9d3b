import type { IssuerConfig } from '../../config/schema';
import { discover } from '../trust/discovery';
import { chooseEndpoint } from './chooseEndpoint';

/** What was discovered is asked for again after this long, and counts for as long as the issuer does not say anything else. */
const REFRESH_INTERVAL = 10 * 60_000;
const STALE_LIMIT = 24 * 3_600_000;
/** How long an issuer that did not answer is left alone: briefly while there is nothing to go by. Milliseconds. */
const RETRY_INTERVAL = 30_000;
const COLD_RETRY_INTERVAL = 1_000;

export interface EndpointFinderParts {
  issuer: string;
  opaque: NonNullable<IssuerConfig['opaque']>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Knows where an issuer is asked about opaque tokens: the configuration says it, or discovery does. */
export class EndpointFinder {
  #found: { url: string; at: number } | undefined;
  #failure: { error: unknown; at: number } | undefined;
  #running: Promise<string> | undefined;

  constructor(private readonly parts: EndpointFinderParts) {}

  /** @throws Error saying why the endpoint is not known */
  async url(): Promise<string> {
    const { opaque, now } = this.parts;
    if (opaque.url !== undefined) {
      return opaque.url;
    }
    const found = this.#found;
    if (found === undefined || now() - found.at >= STALE_LIMIT) {
      return this.#discover(COLD_RETRY_INTERVAL);
    }
    if (now() - found.at >= REFRESH_INTERVAL) {
      // Nobody waits for it, and until it answers the endpoint from before counts.
      this.#discover(RETRY_INTERVAL).catch(() => undefined);
    }
    return found.url;
  }

  /** One request at a time, and none shortly after one that failed. */
  #discover(rest: number): Promise<string> {
    const failure = this.#failure;
    if (this.#running === undefined && failure !== undefined && this.parts.now() - failure.at < rest) {
      return Promise.reject(failure.error);
    }
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #attempt(): Promise<string> {
    const { issuer, opaque, now } = this.parts;
    try {
      const url = chooseEndpoint(await discover(issuer), issuer, opaque.by);
      this.#found = { url, at: now() };
      return url;
    } catch (error) {
      this.#failure = { error, at: now() };
      throw error;
    }
  }
}
