import type { PolicyIndex } from '@gatehouse/model';
import { Problem } from '../admin/problem';
import type { PolicyStore, RevisionSummary } from '../store/policyStore';
import { StoreUnavailable } from '../store/storeUnavailable';
import { Turns } from '../store/turns';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { PolicyDesk } from './desk/policyDesk';
import { loadRevision } from './loader/loadRevision';
import type { PolicyLoader } from './loader/policyLoader';
import type { PolicyInForce, RevisionInForce } from './policyInForce';
import type { PolicySource, SourceState } from './policySource';
import { StoreHealth } from './storeHealth';

/**
 * How often the store is asked whether it is there and whether another process has published, in milliseconds: what is
 * revoked anywhere is revoked everywhere within about a second.
 */
const CHECK_INTERVAL = 1000;

export type StoreState = { available: true } | { available: false; error: string };

export interface RevisionsOptions {
  store: Pick<PolicyStore, 'latest' | 'list'>;
  loader: PolicyLoader;
  desk: Pick<PolicyDesk, 'hold'>;
  inForce: PolicyInForce;
  metrics: Pick<Metrics, 'policyRevision' | 'policyMappings' | 'policyPublishes' | 'storeAvailable'>;
  logger: Logger;
}

/**
 * Brings revisions from the store into force: those published here at once, those of other processes within a second. While
 * the store is away the last revision stays in force. One is brought into force at a time, so that a revision is never followed
 * by an older one.
 */
export class Revisions implements PolicySource {
  readonly source: SourceState = { kind: 'store' };
  readonly #health: StoreHealth;
  readonly #turns = new Turns();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: RevisionsOptions) {
    this.#health = new StoreHealth(options);
  }

  get state(): StoreState {
    return this.#health.state;
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
   * Does what may write a revision, and brings it into force before it resolves.
   *
   * @param work resolves with the number of the revision that it wrote, if it did
   * @throws StoreUnavailable when the store is none that may be written to now; and whatever the work throws
   */
  async change<T extends { revision?: number }>(work: () => Promise<T>): Promise<T> {
    const { metrics } = this.options;
    try {
      const state = await this.refresh();
      if (!state.available) {
        throw new StoreUnavailable(state.error);
      }
      const result = await work();
      if (result.revision !== undefined) {
        metrics.policyPublishes.inc({ result: 'published' });
        await this.refresh();
      }
      return result;
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        metrics.policyPublishes.inc({ result: 'unavailable' });
        this.#health.becomes({ available: false, error: error.message });
      } else if (error instanceof Problem && error.code === 'revision-conflict') {
        metrics.policyPublishes.inc({ result: 'conflict' });
      }
      throw error;
    }
  }

  /** Lets what is being brought into force finish. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turns.take(async () => undefined);
  }

  async #refresh(): Promise<StoreState> {
    const { store, loader, inForce, logger } = this.options;
    try {
      const latest = await store.latest();
      const current = inForce.current;
      if (current !== undefined && latest.number > current.number && !(await this.#isKept(current))) {
        return this.#health.becomes({ available: false, error: otherHistory(current, latest) });
      }
      if (current === undefined || latest.number > current.number) {
        const { summary, index } = await loadRevision(loader, latest.number);
        this.#bringIntoForce(summary, index);
        // Not awaited: the revision is in force, and whoever asks for it before can read it in the store.
        this.#handOver(summary).catch(() => undefined);
        logger.info({ event: 'policy-loaded', revision: summary.number }, 'policy loaded from the store');
      } else if (latest.number < current.number || latest.createdAt !== current.createdAt) {
        return this.#health.becomes({ available: false, error: otherHistory(current, latest) });
      }
      return this.#health.becomes({ available: true });
    } catch (error) {
      return this.#health.becomes({ available: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Whether the store's history goes on from a revision: after a failover it may go on from an older one, and be longer by now. */
  async #isKept({ number, createdAt }: RevisionInForce): Promise<boolean> {
    if (number === 0) {
      return true;
    }
    const [kept] = await this.options.store.list(number + 1, 1);
    return kept?.number === number && kept.createdAt === createdAt;
  }

  /** Gives the desk what was loaded: it must not need the store for it, which may be away a moment later. */
  async #handOver(summary: RevisionSummary): Promise<void> {
    const { loader, desk } = this.options;
    const document = await loader.document(summary.number);
    if (document !== undefined) {
      await desk.hold(document, summary);
    }
  }

  #bringIntoForce(summary: RevisionSummary, index: PolicyIndex): void {
    const { inForce, metrics } = this.options;
    inForce.replace(summary, index);
    metrics.policyRevision.set(summary.number);
    metrics.policyMappings.set(index.policy.mappings.length);
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
  const found =
    latest.number > current.number
      ? `revision ${latest.number} as its latest, but another revision ${current.number} than the one that`
      : `${latest.number === current.number ? 'another ' : ''}revision ${latest.number} as its latest while revision ${current.number}`;
  return `the store holds ${found} is in force, so it was emptied, restored or changed for another one; restart the proxy to accept what it holds now`;
}
