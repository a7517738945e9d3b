import type { Metrics } from '../telemetry/metrics';
import type { Logger } from '../telemetry/logger';
import {
  type NewRevision,
  type PolicyStore,
  type Revision,
  RevisionConflict,
  type RevisionSummary,
  StoreUnavailable,
} from '../store/policyStore';
import { Turns } from '../store/turns';
import type { PolicyInForce, RevisionInForce } from './policyInForce';

/**
 * How often the store is asked whether it is there and whether another process has published, in milliseconds: what is
 * revoked anywhere is revoked everywhere within about a second.
 */
const CHECK_INTERVAL = 1000;

export type StoreState = { available: true } | { available: false; error: string };

export interface RevisionsOptions {
  store: PolicyStore;
  inForce: PolicyInForce;
  metrics: Metrics;
  logger: Logger;
}

/**
 * Brings revisions from the store into force: those published here at once, those of other processes within a second. While
 * the store is away the last revision stays in force. One thing happens at a time, so that a revision is never followed by
 * an older one.
 */
export class Revisions {
  #state: StoreState = { available: false, error: 'the store was not read yet' };
  readonly #turns = new Turns();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: RevisionsOptions) {}

  get state(): StoreState {
    return this.#state;
  }

  /** Reads the store once and looks after it from then on. Resolves also when the store is away. */
  async start(): Promise<void> {
    await this.refresh();
    this.#schedule();
  }

  /** Looks whether the store is there and holds a newer revision. */
  refresh(): Promise<StoreState> {
    return this.#turns.take(() => this.#refresh());
  }

  /**
   * Writes a revision and brings it into force before it resolves.
   *
   * @throws RevisionConflict when the latest revision is not the expected one
   * @throws StoreUnavailable when nothing can be written now
   */
  publish(revision: NewRevision): Promise<Revision> {
    return this.#turns.take(async () => {
      try {
        const state = await this.#refresh();
        if (!state.available) {
          throw new StoreUnavailable(state.error);
        }
        const published = await this.options.store.append(revision);
        this.#bringIntoForce(published);
        this.options.metrics.policyPublishes.inc({ result: 'published' });
        return published;
      } catch (error) {
        this.options.metrics.policyPublishes.inc({
          result: error instanceof RevisionConflict ? 'conflict' : 'unavailable',
        });
        if (error instanceof StoreUnavailable) {
          this.#becomes({ available: false, error: error.message });
        }
        throw error;
      }
    });
  }

  /** Lets a publish in progress finish, then closes the store. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turns.take(() => this.options.store.close());
  }

  async #refresh(): Promise<StoreState> {
    const { store, inForce, logger } = this.options;
    try {
      const latest = await store.latest();
      const current = inForce.current;
      if (current === undefined || latest.number > current.number) {
        this.#bringIntoForce(await store.current());
        logger.info({ event: 'policy-loaded', revision: inForce.current?.number }, 'policy loaded from the store');
      } else if (latest.number < current.number || latest.createdAt !== current.createdAt) {
        return this.#becomes({ available: false, error: otherHistory(current, latest) });
      }
      return this.#becomes({ available: true });
    } catch (error) {
      return this.#becomes({ available: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #bringIntoForce(revision: Revision): void {
    const { inForce, metrics } = this.options;
    inForce.replace(revision);
    metrics.policyRevision.set(revision.number);
    metrics.policyMappings.set(revision.policy.mappings.length);
  }

  #becomes(state: StoreState): StoreState {
    const { metrics, logger } = this.options;
    if (!state.available && (this.#state.available || this.#state.error !== state.error)) {
      logger.error({ event: 'store-unavailable', error: state.error }, 'the store is unavailable');
    } else if (state.available && !this.#state.available) {
      logger.info({ event: 'store-available' }, 'the store is available');
    }
    this.#state = state;
    metrics.storeAvailable.set(state.available ? 1 : 0);
    return state;
  }

  #schedule(): void {
    if (this.#closed) {
      return;
    }
    this.#timer = setTimeout(() => void this.refresh().finally(() => this.#schedule()), CHECK_INTERVAL);
    this.#timer.unref();
  }
}

/** A store that goes back was emptied or restored: obeying it silently could give back what was revoked. */
function otherHistory(current: RevisionInForce, latest: RevisionSummary): string {
  const found = latest.number === current.number ? `another revision ${latest.number}` : `revision ${latest.number}`;
  return `the store holds ${found} as its latest while revision ${current.number} is in force, so it was emptied or restored; restart the proxy to accept what it holds now`;
}
