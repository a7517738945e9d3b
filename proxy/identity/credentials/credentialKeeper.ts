import type { CredentialStore, CredentialVersion, StoredCredential } from '../../store/credentialStore';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { Turns } from '../../store/turns';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import type { Identified } from '../identified';
import type { PresentedCredential } from '../presented';
import type { Credentials } from './credentials';
import { KnownCredentials } from './knownCredentials';

/** How often the store is asked for changes, in milliseconds: what is revoked anywhere is refused everywhere in a second. */
const CHECK_INTERVAL = 500;
/** How often uses are noted in the store, in milliseconds. */
const NOTE_INTERVAL = 60_000;
/** How often the store forgets those that have ended, in milliseconds. */
const FORGET_INTERVAL = 3_600_000;

/** Obeying such a store silently could give back what was revoked. */
const OTHER_HISTORY =
  'the credentials in the store are neither those that are known nor newer ones, so it was emptied or restored; restart the proxy to accept what it holds now';

export type CredentialsState = { current: true } | { current: false; error: string };

export interface CredentialKeeperOptions {
  store: CredentialStore;
  metrics: Pick<Metrics, 'credentials' | 'credentialsCurrent'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * Knows all credentials of the store: what is changed here counts before the change is answered, what others change within a
 * second. While the store is away those that were known go on counting, and those that were revoked go on being refused. One
 * thing happens at a time, so that newer knowledge is never followed by older.
 */
export class CredentialKeeper implements Credentials {
  #known = new KnownCredentials();
  #version: CredentialVersion | undefined;
  #state: CredentialsState = { current: false, error: 'the store was not read yet' };
  #uses = new Map<string, number>();
  readonly #turns = new Turns();
  #timers: NodeJS.Timeout[] = [];
  #closed = false;

  constructor(private readonly options: CredentialKeeperOptions) {}

  get state(): CredentialsState {
    return this.#state;
  }

  /** Whether they were read since the start: until then machines are answered with 503. */
  get read(): boolean {
    return this.#known.told;
  }

  /** All of them, those that have ended lately included, the newest first. */
  get newestFirst(): readonly StoredCredential[] {
    return this.#known.newestFirst;
  }

  find(id: string): StoredCredential | undefined {
    return this.#known.find(id);
  }

  /** When one was last used, as far as this process and the store know; milliseconds since the epoch. */
  lastUsed({ id, lastUsedAt }: StoredCredential): number | undefined {
    const here = this.#uses.get(id);
    return here === undefined ? (lastUsedAt ?? undefined) : Math.max(here, lastUsedAt ?? 0);
  }

  identify(presented: PresentedCredential, now: number): Identified {
    const recognised = this.#known.recognise(presented, now);
    if (recognised.id !== undefined) {
      this.#uses.set(recognised.id, now);
    }
    return recognised;
  }

  recognise(presented: PresentedCredential, now: number): Identified {
    return this.#known.recognise(presented, now);
  }

  /** Reads the store once and looks after it from then on. Resolves also when the store is away. */
  async start(): Promise<void> {
    await this.refresh();
    this.#every(CHECK_INTERVAL, () => this.refresh());
    this.#every(NOTE_INTERVAL, () => this.noteUses());
    this.#every(FORGET_INTERVAL, () => this.#turns.take(() => this.options.store.forgetEnded(this.options.now())));
  }

  /** Looks whether the store is there and has changes. */
  refresh(): Promise<CredentialsState> {
    return this.#turns.take(() => this.#refresh());
  }

  /**
   * Changes something in the store and knows of it before it resolves.
   *
   * @throws CredentialRefusal from the change
   * @throws StoreUnavailable when nothing can be changed now, or when what was changed could not be read back
   */
  change<T>(work: (store: CredentialStore) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      await this.#requireCurrent();
      const result = await work(this.options.store);
      await this.#requireCurrent();
      return result;
    });
  }

  /** Writes down when credentials were used, and reads when others saw them. What cannot be written now is written later. */
  noteUses(): Promise<void> {
    return this.#turns.take(async () => {
      const uses = this.#uses;
      this.#uses = new Map();
      try {
        await this.options.store.noteUse(uses);
      } catch {
        // The look at the store says why. Uses since then are newer.
        this.#uses = new Map([...uses, ...this.#uses]);
      }
      await this.#refresh(true);
    });
  }

  /** Writes down the last uses and ends; the store stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.forEach(clearTimeout);
    await this.noteUses();
  }

  async #requireCurrent(): Promise<void> {
    const state = await this.#refresh();
    if (!state.current) {
      throw new StoreUnavailable(state.error);
    }
  }

  /** @param reload read them also when there is no new version */
  async #refresh(reload = false): Promise<CredentialsState> {
    const { store, metrics, now } = this.options;
    try {
      let version = await store.version();
      if (reload || version.number !== this.#version?.number) {
        const all = await store.all();
        version = all.version;
        if (!this.#isOtherHistory(version)) {
          this.#known.replace(all.credentials);
          this.#version = version;
          metrics.credentials.set(this.#known.countLive(now()));
        }
      }
      return this.#becomes(
        this.#isOtherHistory(version) ? { current: false, error: OTHER_HISTORY } : { current: true }
      );
    } catch (error) {
      return this.#becomes({ current: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Whether the store holds something older than what is known, or something else. */
  #isOtherHistory({ number, stamp }: CredentialVersion): boolean {
    const known = this.#version;
    return known !== undefined && (number < known.number || (number === known.number && stamp !== known.stamp));
  }

  #becomes(state: CredentialsState): CredentialsState {
    const { metrics, logger } = this.options;
    if (!state.current && (this.#state.current || this.#state.error !== state.error)) {
      logger.error({ event: 'credentials-stale', error: state.error }, 'changes of credentials cannot be read');
    } else if (state.current && !this.#state.current) {
      logger.info({ event: 'credentials-current', credentials: this.#known.newestFirst.length }, 'credentials read');
    }
    this.#state = state;
    metrics.credentialsCurrent.set(state.current ? 1 : 0);
    return state;
  }

  /** Repeats work, with a pause after each time. */
  #every(pause: number, work: () => Promise<unknown>): void {
    const place = this.#timers.length;
    const schedule = () => {
      if (!this.#closed) {
        this.#timers[place] = setTimeout(
          () =>
            void work()
              .catch(() => undefined)
              .finally(schedule),
          pause
        ).unref();
      }
    };
    schedule();
  }
}
