import type { Subject } from '@gatehouse/model';
import type { Config } from '../../config/schema';
import type { Within } from '../../store/database';
import type { SeenSubject, SubjectFilter, SubjectPosition, SubjectStore } from '../../store/subjectStore';
import { Turns } from '../../store/turns';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { reduceTo } from './keepable';
import type { SeenSubjects } from './seenSubjects';
import { Visitors } from './visitors';

/** How often those who came are written, in milliseconds: a crash loses that much. */
const WRITE_INTERVAL = 10_000;
/**
 * How often the store is searched for what this configuration does not let be kept, in milliseconds: during an update, a process
 * with the old configuration writes a while longer.
 */
const REDUCE_INTERVAL = 600_000;

/** How many subjects are written, read or forgotten at a time; queries are served in between. */
const WRITTEN_AT_A_TIME = 100;
const READ_AT_A_TIME = 200;

export interface RememberedParts {
  store: SubjectStore;
  config: Config['seenSubjects'];
  metrics: Pick<Metrics, 'seenSubjectsDropped'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export type SubjectQuery = Omit<SubjectFilter, 'since'>;

/**
 * Remembers who came: in memory at once, in the store within seconds. While the store is away they wait in memory, as many as
 * there is room for. Nothing here holds up a request, and no failure here refuses one.
 */
export class RememberedSubjects implements SeenSubjects {
  readonly #visitors: Visitors;
  readonly #turns = new Turns();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #failing = false;
  #reducedAt = -Infinity;

  constructor(private readonly parts: RememberedParts) {
    const { config, metrics } = parts;
    this.#visitors = new Visitors({
      rules: config,
      most: config.most,
      onDropped: () => metrics.seenSubjectsDropped.inc(),
    });
  }

  saw(subject: Subject, now: number): void {
    if (this.parts.config.most > 0) {
      this.#visitors.saw(subject, now);
    }
  }

  /** Looks after the store from now on, beginning with what may not be kept any more. */
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
   * Some of those who came, newest first; somebody who came a moment ago is among them.
   *
   * @param before the last one of the page before
   * @returns `next` is undefined when nobody is left
   * @throws StoreUnavailable
   */
  async list(
    query: SubjectQuery,
    before: SubjectPosition | undefined,
    limit: number
  ): Promise<{ subjects: SeenSubject[]; next: SubjectPosition | undefined }> {
    const subjects: SeenSubject[] = [];
    for await (const some of this.everybody(query, before)) {
      subjects.push(...some.slice(0, limit + 1 - subjects.length));
      if (subjects.length > limit) {
        const page = subjects.slice(0, limit);
        return { subjects: page, next: page.at(-1) };
      }
    }
    return { subjects, next: undefined };
  }

  /**
   * All of those who came, newest first, some at a time.
   *
   * @throws StoreUnavailable
   */
  async *everybody(query: SubjectQuery = {}, before?: SubjectPosition): AsyncGenerator<SeenSubject[]> {
    if (this.parts.config.most === 0) {
      return;
    }
    await this.#turns.take(() => this.#write(false));
    const { store } = this.parts;
    const filter = { ...query, since: this.#since() };
    let position = before;
    do {
      const { subjects, next } = await store.window(filter, position, READ_AT_A_TIME);
      yield subjects;
      position = next;
    } while (position !== undefined);
  }

  /**
   * Writes whoever came and was not written lately, for those who read the store themselves.
   *
   * @throws StoreUnavailable
   */
  async flush(): Promise<void> {
    if (this.parts.config.most > 0) {
      await this.#turns.take(() => this.#write(false));
    }
  }

  /** @throws StoreUnavailable */
  async find(key: string): Promise<SeenSubject | undefined> {
    const { store, config } = this.parts;
    if (config.most === 0) {
      return undefined;
    }
    await this.#turns.take(() => this.#write(false));
    const found = await store.find(key);
    return found === undefined || found.lastSeen < this.#since() ? undefined : found;
  }

  /**
   * Forgets one person; whoever comes again is remembered again.
   *
   * @param within what else happens in the same transaction of the store; it is told whether anybody has this key
   * @returns false when nobody has this key
   * @throws StoreUnavailable
   */
  forget(key: string, within?: Within<boolean>): Promise<boolean> {
    return this.#turns.take(async () => {
      const waited = this.#visitors.forget(key);
      const found = await this.parts.store.forget(
        key,
        within && ((transaction, kept) => within(transaction, kept || waited))
      );
      return found || waited;
    });
  }

  #since(): number {
    return this.parts.now() - this.parts.config.keep;
  }

  #schedule(): void {
    if (!this.#closed) {
      this.#timer = setTimeout(() => this.start(), WRITE_INTERVAL);
      this.#timer.unref();
    }
  }

  /** Brings the store up to date; never rejects. */
  async #work(everybody: boolean): Promise<void> {
    const { logger } = this.parts;
    try {
      await this.#turns.take(async () => {
        await this.#write(everybody);
        await this.#forgetOld();
      });
      if (this.#failing) {
        this.#failing = false;
        logger.info({ event: 'seen-subjects-recovered' }, 'who came is written to the store again');
      }
    } catch (error) {
      if (!this.#failing) {
        this.#failing = true;
        const detail = error instanceof Error ? error.message : String(error);
        logger.warn({ event: 'seen-subjects-failing', detail }, 'who came cannot be written to the store');
      }
    }
  }

  async #write(everybody: boolean): Promise<void> {
    const { store, now } = this.parts;
    await this.#reduce();
    const keys = this.#visitors.due(now(), everybody);
    for (let start = 0; start < keys.length; start += WRITTEN_AT_A_TIME) {
      const { subjects, putBack } = this.#visitors.take(keys.slice(start, start + WRITTEN_AT_A_TIME), now());
      try {
        await store.write(subjects);
      } catch (error) {
        putBack();
        throw error;
      }
    }
  }

  /** Erases from the store what this configuration does not let be kept. */
  async #reduce(): Promise<void> {
    const { store, config, logger, now } = this.parts;
    if (config.most === 0 || now() - this.#reducedAt < REDUCE_INTERVAL) {
      return;
    }
    const keep = reduceTo(config);
    let total = 0;
    let after: string | undefined;
    do {
      const { reduced, next } = await store.reduce(keep, after, READ_AT_A_TIME);
      total += reduced;
      after = next;
    } while (after !== undefined);
    this.#reducedAt = now();
    if (total > 0) {
      logger.info(
        { event: 'seen-subjects-erased', subjects: total },
        'erased groups or claims that are not kept any more'
      );
    }
  }

  async #forgetOld(): Promise<void> {
    const { store, config } = this.parts;
    const bounds = { since: this.#since(), most: config.most };
    let forgotten: number;
    do {
      forgotten = await store.forgetOld(bounds, READ_AT_A_TIME);
    } while (forgotten > 0);
  }
}
