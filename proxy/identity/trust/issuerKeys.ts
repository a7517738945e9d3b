import type { IssuerConfig } from '../../config/schema';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { type KeySource, keySourceOf } from './keySource';
import { later as timeout, type Later } from './later';
import type { PublishedKeys } from './publishedKeys';
import type { TrustedKey } from './trustedKey';

/** How an issuer's keys are doing. */
export interface IssuerState {
  name: string;
  issuer: string;
  /** `cold`: none at hand, never fetched or too long ago; `failing`: at hand, but the last attempt failed; `ready`: fresh. */
  state: 'ready' | 'cold' | 'failing';
  /** How many count. */
  keys: number;
  /** Where they come from: a URL, or files. */
  keysFrom: string;
  /** Published keys that do not count, each with the reason, in words. */
  leftOut: readonly string[];
  /** Milliseconds since the epoch of the last successful fetch. */
  fetchedAt: number | undefined;
  /** Until when they count if the issuer does not answer any more, in milliseconds since the epoch. */
  countUntil: number | undefined;
  /** What the last attempt ran into. */
  error?: string;
}

/** The keys of one fetch. A fetch that brings the same keys gives the same object again. */
export interface KnownKeys {
  keys: readonly TrustedKey[];
}

/** Unknown keys make the proxy ask the issuer at most this often, whatever it answers. Milliseconds. */
const COOLDOWN = 30_000;
/** Fresh keys are fetched again after this long, so that withdrawn ones stop counting. Milliseconds. */
const REFRESH_INTERVAL = 5 * 60_000;
/** An issuer that never answered is asked again after this long: until then nobody gets in. Milliseconds. */
const COLD_RETRY_INTERVAL = 5_000;
/** Keys of an issuer that does not answer count for this long. Milliseconds. */
const STALE_LIMIT = 24 * 3_600_000;

/** As many keys are named in the log. */
const NAMED = 20;

export interface IssuerKeysParts {
  config: IssuerConfig;
  metrics: Pick<Metrics, 'keyFetches' | 'issuerReady'>;
  logger: Logger;
  now: () => number;
  later?: Later;
  /** Called when the issuer's keys are not the ones from before. */
  onChange: () => void;
}

/** One issuer's public keys: fetched at start, refreshed in the background, asked for anew when a token names an unknown key. */
export class IssuerKeys {
  readonly #source: KeySource;
  #known: KnownKeys | undefined;
  #fingerprint = '';
  #leftOut: readonly string[] = [];
  #fetchedAt: number | undefined;
  /** When the last attempt began, and the last one for an unknown key. */
  #attemptedAt = -Infinity;
  #askedAt = -Infinity;
  #error: string | undefined;
  #running: Promise<void> | undefined;
  #callOff: () => void = () => undefined;
  #closed = false;

  constructor(private readonly parts: IssuerKeysParts) {
    this.#source = keySourceOf(parts.config);
  }

  /** Fetches the keys for the first time and keeps them fresh from then on. */
  start(): Promise<void> {
    return this.#fetch();
  }

  close(): void {
    this.#closed = true;
    this.#callOff();
  }

  state(): IssuerState {
    const { name, issuer } = this.parts.config;
    const known = this.#usable();
    return {
      name,
      issuer,
      state: known === undefined ? 'cold' : this.#error === undefined ? 'ready' : 'failing',
      keys: known?.keys.length ?? 0,
      keysFrom: this.#source.place,
      leftOut: this.#leftOut,
      fetchedAt: this.#fetchedAt,
      countUntil: this.#fetchedAt === undefined ? undefined : this.countUntil,
      error: this.#error,
    };
  }

  /** Until when what is known counts, in milliseconds since the epoch. */
  get countUntil(): number {
    return (this.#fetchedAt ?? -Infinity) + STALE_LIMIT;
  }

  /** Whether the issuer answered when it was last asked. */
  get answering(): boolean {
    return this.#error === undefined;
  }

  /** The keys that count, once the first fetch is over; undefined while none are at hand. */
  async current(): Promise<KnownKeys | undefined> {
    if (this.#usable() === undefined) {
      await this.#running;
    }
    return this.#usable();
  }

  /**
   * Asks the issuer for newer keys, unless that was done a moment ago: whoever makes up tokens must not be able to make the
   * proxy ask as often as they like. Routine fetches do not count against it while the issuer answers, so that right after
   * one a new key is known at once.
   *
   * @param known the keys that did not do
   * @returns the keys that count now, perhaps the same ones
   */
  async newerThan(known: KnownKeys): Promise<KnownKeys | undefined> {
    await this.#running;
    if (this.#usable() === known && this.#running === undefined && this.#mayAsk()) {
      this.#askedAt = this.parts.now();
      void this.#fetch();
    }
    await this.#running;
    return this.#usable();
  }

  #mayAsk(): boolean {
    const last = this.answering ? this.#askedAt : Math.max(this.#askedAt, this.#attemptedAt);
    // A clock that was set back does not lock the issuer away.
    return Math.abs(this.parts.now() - last) >= COOLDOWN;
  }

  #usable(): KnownKeys | undefined {
    return this.parts.now() < this.countUntil ? this.#known : undefined;
  }

  /** One fetch at a time; whoever comes meanwhile waits for the same one. */
  #fetch(): Promise<void> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const { config, metrics, logger, now } = this.parts;
    this.#attemptedAt = now();
    try {
      this.#accept(await this.#source.read());
      metrics.keyFetches.inc({ issuer: config.name, result: 'success' });
      if (this.#error !== undefined) {
        logger.info({ event: 'issuer-recovered', issuer: config.name }, 'the issuer answers again');
      }
      this.#error = undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      metrics.keyFetches.inc({ issuer: config.name, result: 'failure' });
      if (this.#error !== message) {
        logger.warn({ event: 'issuer-failing', issuer: config.name, detail: message }, 'keys could not be fetched');
      }
      this.#error = message;
    }
    metrics.issuerReady.set({ issuer: config.name }, this.#error === undefined ? 1 : 0);
    this.#schedule();
  }

  #accept({ keys, leftOut }: PublishedKeys): void {
    const { config, logger, now, onChange } = this.parts;
    const fingerprint = JSON.stringify([keys.map(fingerprintOf), leftOut]);
    if (this.#known === undefined || fingerprint !== this.#fingerprint) {
      this.#fingerprint = fingerprint;
      this.#known = { keys };
      this.#leftOut = leftOut;
      logger[leftOut.length === 0 ? 'info' : 'warn'](
        {
          event: 'issuer-keys',
          issuer: config.name,
          keys: keys.slice(0, NAMED).map(({ kid, algorithms }) => `${kid ?? 'without kid'} (${algorithms.join(', ')})`),
          leftOut: leftOut.slice(0, NAMED),
        },
        `${keys.length} keys count, ${leftOut.length} do not`
      );
      onChange();
    }
    this.#fetchedAt = now();
  }

  #schedule(): void {
    this.#callOff();
    if (!this.#closed) {
      const retry = this.#fetchedAt === undefined ? COLD_RETRY_INTERVAL : COOLDOWN;
      const wait = this.#error === undefined ? REFRESH_INTERVAL : retry;
      this.#callOff = (this.parts.later ?? timeout)(() => this.#fetch(), wait);
    }
  }
}

function fingerprintOf({ kid, algorithms, key }: TrustedKey): unknown {
  return [kid, algorithms, key.export({ type: 'spki', format: 'der' }).toString('base64')];
}
