import type { CountedRequests, SeriesCount } from '../activity/countedRequests';
import type { RefusedRequest } from '../activity/refusedRequest';

/** A refusal as it is kept. */
export interface KeptRefusal extends RefusedRequest {
  /** Of the process that refused. */
  readonly replica: string;
  /** Of `subjectKey`; undefined when nobody is known to have asked. */
  readonly subjectKey: string | undefined;
  /** How many more like it came and were only counted. */
  readonly repeated: number;
}

/** A place in a list, newest first: a moment, in milliseconds since the epoch, and the number of a request. */
export interface ActivityPosition {
  readonly at: number;
  readonly requestId: string;
}

export interface ActivityFilter {
  requestId?: string;
  /** The code that was answered, or the exact one. */
  reason?: string;
  /** A part of the id or the name, in any case. */
  subject?: string;
  tenant?: string;
  endpoint?: string;
  replica?: string;
  /** Milliseconds since the epoch: at or after the first, before the second. */
  since?: number;
  until?: number;
}

/** What somebody asked for lately, as often as it was allowed. */
export type AskedFor = Pick<
  CountedRequests,
  'subjectKey' | 'access' | 'tenant' | 'backend' | 'endpoint' | 'count' | 'lastAt'
>;

/** How often somebody was refused. */
export type RefusedSubject = Pick<CountedRequests, 'subjectKey' | 'count' | 'lastAt'>;

/** Counts of some length of time, added up. */
export type SummedSeries = SeriesCount;

/**
 * Keeps what was refused, and counts what was asked for. No call takes long, because SQLite works on the event loop: whoever wants
 * much calls often. Every method may reject with `StoreUnavailable`.
 */
export interface ActivityStore {
  /**
   * Adds refusals; one that is there already stays as it is.
   *
   * @param repeats how many more came like a refusal that was added before, by its number
   */
  write(refusals: readonly KeptRefusal[], repeats: ReadonlyArray<readonly [string, number]>): Promise<void>;
  /** Adds to the counts, as a whole or not at all; some hundreds at a time. */
  count(requests: readonly CountedRequests[], series: readonly SeriesCount[]): Promise<void>;
  find(requestId: string): Promise<KeptRefusal | undefined>;
  /**
   * Some refusals that match, newest first.
   *
   * @param before where the last page ended
   */
  refusals(filter: ActivityFilter, before: ActivityPosition | undefined, limit: number): Promise<KeptRefusal[]>;
  /** Some counted requests that were allowed and match, those that came last first. */
  allowed(filter: ActivityFilter, before: ActivityPosition | undefined, limit: number): Promise<CountedRequests[]>;
  /** Some refusals in the order in which they came. */
  export(
    bounds: { since: number; until: number },
    after: ActivityPosition | undefined,
    limit: number
  ): Promise<KeptRefusal[]>;
  /**
   * What was asked for and allowed since then, added up: the most frequent first.
   *
   * @param since milliseconds since the epoch; whole buckets count
   */
  requests(since: number, limit: number): Promise<AskedFor[]>;
  /**
   * Counts of the buckets from one moment to another, added up.
   *
   * @param step milliseconds, a multiple of a bucket's length
   */
  series(bounds: { since: number; until: number }, step: number): Promise<SummedSeries[]>;
  /** Those who were refused most often. */
  refusedMost(bounds: { since: number; until: number }, limit: number): Promise<RefusedSubject[]>;
  /**
   * Forgets some of what is older than `since`, and of what is more than `most`, the oldest first.
   *
   * @returns false when nothing is left to forget
   */
  forgetOld(bounds: { since: number; most: number }): Promise<boolean>;
}
