import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { IssuerConfig } from '../../config/schema';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { readKeys } from './keySource';

/** How an issuer's keys are doing. */
export interface IssuerState {
  name: string;
  issuer: string;
  /** `cold`: never fetched; `failing`: fetched once, but the last attempt failed; `ready`: fresh. */
  state: 'ready' | 'cold' | 'failing';
  keys: number;
  /** Milliseconds since the epoch of the last successful fetch. */
  fetchedAt: number | undefined;
  /** What the last attempt ran into. */
  error?: string;
}

/** No key is at hand: nobody can be verified until the issuer answers. */
export class KeysUnavailable extends Error {
  constructor(issuer: string) {
    super(`no keys of ${issuer} are at hand`);
    this.name = 'KeysUnavailable';
  }
}

/** Unknown key ids make the proxy ask the issuer at most this often, whatever it answers. Milliseconds. */
const COOLDOWN = 30_000;
/** Fresh keys are fetched again after this long, so that withdrawn ones stop counting. Milliseconds. */
const REFRESH_INTERVAL = 5 * 60_000;
/** An issuer that never answered is asked again after this long: until then nobody gets in. Milliseconds. */
const COLD_RETRY_INTERVAL = 5_000;
/** Keys of an issuer that does not answer count for this long. Milliseconds. */
const STALE_LIMIT = 24 * 3_600_000;

export interface IssuerKeysParts {
  config: IssuerConfig;
  metrics: Pick<Metrics, 'keyFetches' | 'issuerReady'>;
  logger: Logger;
  now: () => number;
  /** Called when the issuer's keys are not the ones from before. */
  onChange: () => void;
}

/** One issuer's public keys: fetched at start, refreshed in the background, asked for anew when a token names an unknown key. */
export class IssuerKeys {
  #set: JWTVerifyGetKey | undefined;
  #document = '';
  #count = 0;
  #fetchedAt: number | undefined;
  #askedAt = -Infinity;
  #error: string | undefined;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly parts: IssuerKeysParts) {}

  /** Fetches the keys for the first time and keeps them fresh from then on. */
  start(): Promise<void> {
    return this.#fetch();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  state(): IssuerState {
    const { name, issuer } = this.parts.config;
    const state = this.#fetchedAt === undefined ? 'cold' : this.#error === undefined ? 'ready' : 'failing';
    return { name, issuer, state, keys: this.#count, fetchedAt: this.#fetchedAt, error: this.#error };
  }

  /** Chooses the key for a token, as jose asks for it. */
  readonly forToken: JWTVerifyGetKey = async (header, token) => {
    if (this.#usable() === undefined) {
      await this.#running;
    }
    try {
      return await this.#choose(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#askForUnknownKey())) {
        throw error;
      }
      return this.#choose(header, token);
    }
  };

  async #choose(header: Parameters<JWTVerifyGetKey>[0], token: FlattenedJWSInput) {
    const set = this.#usable();
    if (set === undefined) {
      throw new KeysUnavailable(this.parts.config.name);
    }
    return set(header, token);
  }

  /** Fetches because of an unknown key, unless that was done a moment ago. Routine fetches do not count against it. */
  async #askForUnknownKey(): Promise<boolean> {
    const now = this.parts.now();
    if (this.#running === undefined && now - this.#askedAt < COOLDOWN) {
      return false;
    }
    this.#askedAt = now;
    await this.#fetch();
    return true;
  }

  #usable(): JWTVerifyGetKey | undefined {
    const fresh = this.#fetchedAt !== undefined && this.parts.now() - this.#fetchedAt < STALE_LIMIT;
    return fresh ? this.#set : undefined;
  }

  /** One fetch at a time; whoever comes meanwhile waits for the same one. */
  #fetch(): Promise<void> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const { config, metrics, logger } = this.parts;
    try {
      this.#accept(await readKeys(config));
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

  #accept(keys: JSONWebKeySet): void {
    const document = JSON.stringify(keys);
    if (document !== this.#document) {
      this.#document = document;
      this.#count = keys.keys.length;
      this.#set = createLocalJWKSet(keys);
      this.parts.onChange();
    }
    this.#fetchedAt = this.parts.now();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) {
      const retry = this.#fetchedAt === undefined ? COLD_RETRY_INTERVAL : COOLDOWN;
      const wait = this.#error === undefined ? REFRESH_INTERVAL : retry;
      this.#timer = setTimeout(() => void this.#fetch(), wait).unref();
    }
  }
}
