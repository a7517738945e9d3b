import type { Subject } from '@gatehouse/model';
import type { Config } from '../config/schema';
import { addressGroup } from '../identity/credentials/addressGroup';
import { subjectKey } from '../identity/seen/subjectKey';
import type { ActivityFilter, ActivityPosition, ActivityStore, KeptRefusal } from '../store/activityStore';
import { Turns } from '../store/turns';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { CountedRequests } from './countedRequests';
import { RecentRefusals } from './recentRefusals';
import { RefusalSampler } from './refusalSampler';
import type { RefusedRequest } from './refusedRequest';
import { type FinishedRequest, RequestCounts } from './requestCounts';

/** How often refusals are written, and counts, in milliseconds: a crash loses that much. */
const WRITE_INTERVAL = 1_000;
const COUNT_INTERVAL = 5_000;
/** How often what is too old is forgotten, in milliseconds. */
const FORGET_INTERVAL = 60_000;

/** The most refusals that wait to be written; the oldest go first. */
const MOST_WAITING = 5_000;
/** The most different requests that wait to be written. */
const MOST_COUNTS_WAITING = 20_000;
/** How many are written at a time; queries are served in between. */
const COUNTS_AT_A_TIME = 100;
/** Parts of what is kept that one bucket may take. */
const BUCKETS_AT_LEAST = 20;

export interface ActivityParts {
  store: ActivityStore;
  config: Config['activity'];
  /** The name of this process. */
  replica: string;
  metrics: Pick<Metrics, 'activityDropped'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * Keeps what was refused and counts what was asked for: in memory at once, in the store within seconds. While the store is away it
 * waits in memory, as much as there is room for. Nothing here holds up a request, and no failure here refuses one.
 */
export class ActivityKeeper {
  readonly #recent: RecentRefusals;
  readonly #known = new RefusalSampler({ perSecond: 50, burst: 1_000 });
  /** Anybody can be refused as often as they like: they must not push out what was kept of those who are known. */
  readonly #strangers = new RefusalSampler({ perSecond: 1, burst: 500 });
  readonly #counts: RequestCounts;
  #waiting: KeptRefusal[] = [];
  #repeats = new Map<string, number>();
  readonly #turns = new Turns();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #failing = false;
  #countedAt = -Infinity;
  #forgotAt = -Infinity;

  constructor(private readonly parts: ActivityParts) {
    const { config, replica, metrics, now } = parts;
    this.#recent = new RecentRefusals(now());
    this.#counts = new RequestCounts({
      perBucket: Math.max(1, Math.floor(config.most / BUCKETS_AT_LEAST)),
      waiting: MOST_COUNTS_WAITING,
      replica,
      onDropped: (requests) => metrics.activityDropped.inc({ what: 'count' }, requests),
    });
  }

  /** How far back and how many are kept: milliseconds since the epoch, and a number. */
  get bounds(): { since: number; most: number } {
    const { config, now } = this.parts;
    return { since: now() - config.keep, most: config.most };
  }

  /** Counts a request that is over. */
  count(request: FinishedRequest): void {
    if (this.parts.config.most > 0) {
      this.#counts.add(request, this.parts.now());
    }
  }

  /** Keeps a refusal. Called for every one, so it must cost less than its log line. */
  record(refusal: RefusedRequest, subject: Subject | undefined): void {
    const { config, metrics, now, replica } = this.parts;
    const bounded = this.#recent.record(refusal);
    if (config.most === 0) {
      return;
    }
    const { requestId, reason, endpoint, address } = bounded;
    const key = subject && subjectKey(subject);
    const sampled =
      key === undefined
        ? this.#strangers.sample(`${reason} ${addressGroup(address ?? '')}`, requestId, now())
        : this.#known.sample(`${reason} ${key} ${endpoint}`, requestId, now());
    if (sampled.kept) {
      if (this.#waiting.length >= MOST_WAITING) {
        this.#waiting.shift();
        metrics.activityDropped.inc({ what: 'refusal' });
      }
      this.#waiting.push({ ...bounded, replica, subjectKey: key, repeated: 0 });
    } else {
      metrics.activityDropped.inc({ what: 'repeated' });
      if (sampled.like !== undefined) {
        this.#repeats.set(sampled.like, (this.#repeats.get(sampled.like) ?? 0) + 1);
      }
    }
  }

  /** Looks after the store from now on. */
  start(): void {
    void this.#work(false).finally(() => this.#schedule());
  }

  /** Writes what waits; what cannot be written now is lost. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#work(true);
  }

  /**
   * Writes what waits, so that the store tells all that this process knows.
   *
   * @throws StoreUnavailable
   */
  flush(): Promise<void> {
    return this.#turns.take(() => this.#write(true));
  }

  /**
   * A refusal of any process, or one of this process that was only counted.
   *
   * @throws StoreUnavailable when it is not among the latest of this process either
   */
  async find(requestId: string): Promise<KeptRefusal | undefined> {
    const recent = this.#recent.find(requestId);
    try {
      await this.flush();
      const found = await this.parts.store.find(requestId);
      if (found !== undefined) {
        return found;
      }
    } catch (error) {
      if (recent === undefined) {
        throw error;
      }
    }
    return recent && this.#asKept(recent);
  }

  /**
   * Some refusals that match, newest first.
   *
   * @throws StoreUnavailable
   */
  async refusals(
    filter: ActivityFilter,
    before: ActivityPosition | undefined,
    limit: number
  ): Promise<{ refusals: KeptRefusal[]; next: ActivityPosition | undefined }> {
    await this.flush();
    const found = await this.parts.store.refusals(this.#within(filter), before, limit + 1);
    const refusals = found.slice(0, limit);
    return { refusals, next: found.length > limit ? refusals.at(-1) : undefined };
  }

  /**
   * Some requests that were allowed and match, those that came last first.
   *
   * @throws StoreUnavailable
   */
  async allowed(
    filter: ActivityFilter,
    before: ActivityPosition | undefined,
    limit: number
  ): Promise<{ allowed: CountedRequests[]; next: ActivityPosition | undefined }> {
    await this.flush();
    const found = await this.parts.store.allowed(this.#within(filter), before, limit + 1);
    const allowed = found.slice(0, limit);
    const last = found.length > limit ? allowed.at(-1) : undefined;
    return { allowed, next: last && { at: last.lastAt, requestId: last.sample.requestId } };
  }

  /** Forgets what this process knows of somebody and has not written; the latest in memory too. */
  forget(key: string): void {
    this.#counts.forget(key);
    this.#waiting = this.#waiting.filter(({ subjectKey: of }) => of !== key);
    this.#recent.forget((refusal) => refusal.subject !== undefined && subjectKey(refusal.subject) === key);
  }

  #within(filter: ActivityFilter): ActivityFilter {
    return { ...filter, since: Math.max(filter.since ?? 0, this.bounds.since) };
  }

  #asKept(refusal: RefusedRequest): KeptRefusal {
    const { subject } = refusal;
    const { replica } = this.parts;
    return { ...refusal, replica, subjectKey: subject && subjectKey(subject), repeated: 0 };
  }

  #schedule(): void {
    if (!this.#closed) {
      this.#timer = setTimeout(() => this.start(), WRITE_INTERVAL);
      this.#timer.unref();
    }
  }

  /** Brings the store up to date; never rejects. */
  async #work(everything: boolean): Promise<void> {
    const { logger } = this.parts;
    try {
      await this.#turns.take(async () => {
        await this.#write(everything);
        await this.#forgetOld();
      });
      if (this.#failing) {
        this.#failing = false;
        logger.info({ event: 'activity-recovered' }, 'activity is written to the store again');
      }
    } catch (error) {
      if (!this.#failing) {
        this.#failing = true;
        const detail = error instanceof Error ? error.message : String(error);
        logger.warn({ event: 'activity-failing', detail }, 'activity cannot be written to the store');
      }
    }
  }

  async #write(everything: boolean): Promise<void> {
    await this.#writeRefusals();
    const { now, store } = this.parts;
    if (!everything && now() - this.#countedAt < COUNT_INTERVAL) {
      return;
    }
    for (;;) {
      const { requests, series, putBack } = this.#counts.take(COUNTS_AT_A_TIME);
      if (requests.length === 0) {
        break;
      }
      try {
        await store.count(requests, series);
      } catch (error) {
        putBack();
        throw error;
      }
    }
    this.#countedAt = now();
  }

  async #writeRefusals(): Promise<void> {
    const [refusals, repeats] = [this.#waiting, this.#repeats];
    if (refusals.length + repeats.size === 0) {
      return;
    }
    this.#waiting = [];
    this.#repeats = new Map();
    try {
      await this.parts.store.write(refusals, [...repeats]);
    } catch (error) {
      const dropped = Math.max(0, refusals.length + this.#waiting.length - MOST_WAITING);
      this.parts.metrics.activityDropped.inc({ what: 'refusal' }, dropped);
      this.#waiting = [...refusals, ...this.#waiting].slice(dropped);
      this.#putBackRepeats(repeats);
      throw error;
    }
  }

  /** As far as what they belong to waits too, or is in the store. */
  #putBackRepeats(repeats: ReadonlyMap<string, number>): void {
    for (const [requestId, more] of repeats) {
      if (this.#repeats.size < MOST_WAITING) {
        this.#repeats.set(requestId, (this.#repeats.get(requestId) ?? 0) + more);
      }
    }
  }

  async #forgetOld(): Promise<void> {
    const { store, now } = this.parts;
    if (now() - this.#forgotAt < FORGET_INTERVAL) {
      return;
    }
    while (await store.forgetOld(this.bounds)) {
      // Some at a time; queries are served in between.
    }
    this.#forgotAt = now();
  }
}
