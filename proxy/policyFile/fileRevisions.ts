import { basename } from 'node:path';
import type { PolicyIndex } from '@gatehouse/model';
import { Problem } from '../admin/problem';
import { ConfigError } from '../config/configError';
import type { PolicyDesk } from '../policy/desk/policyDesk';
import { indexSlices } from '../policy/loader/indexSlices';
import { OPENED_FILE, type PolicyLoader } from '../policy/loader/policyLoader';
import type { PolicyInForce } from '../policy/policyInForce';
import type { PolicySource, SourceState } from '../policy/policySource';
import type { StoreState } from '../policy/revisions';
import { type PolicyStore, NOTHING_PUBLISHED, type RevisionSummary } from '../store/policyStore';
import { Turns } from '../store/turns';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { FilePolicy } from './filePolicy';
import type { PlacedFinding } from './readPolicyFile';
import { WatchedFile } from './watchedFile';
import { StoreHealth } from '../policy/storeHealth';

/** How often the file is looked at, in milliseconds. A change is taken when it lies still from one look to the next. */
const LOOK_INTERVAL = 500;

/** As many problems are logged. */
const MOST_LOGGED = 20;

export interface FileRevisionsOptions {
  /** Absolute path. */
  file: string;
  store: Pick<PolicyStore, 'latest'>;
  loader: PolicyLoader;
  desk: Pick<PolicyDesk, 'holdFile' | 'recordFile'>;
  inForce: PolicyInForce;
  metrics: Pick<Metrics, 'policyRevision' | 'policyMappings' | 'storeAvailable' | 'policyFileValid'>;
  logger: Logger;
  now: () => number;
}

/**
 * Brings the policy of a file into force, and what changes in it. The store only records it: while it is away a changed file
 * counts all the same, as revision 0 until it can be recorded. A file that is not a policy changes nothing.
 */
export class FileRevisions implements PolicySource {
  readonly #health: StoreHealth;
  #problem: string | undefined;
  #index: PolicyIndex | undefined;
  #fingerprint: string | undefined;
  #recorded = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #turns = new Turns();
  readonly #watched: WatchedFile;

  constructor(private readonly options: FileRevisionsOptions) {
    this.#health = new StoreHealth(options);
    this.#watched = new WatchedFile(options.file);
  }

  get state(): StoreState {
    return this.#health.state;
  }

  get source(): SourceState {
    const { file } = this.options;
    return { kind: 'file', file, ...(this.#problem !== undefined && { problem: this.#problem }) };
  }

  /**
   * Reads the file and looks after it from then on. Resolves also when the store is away.
   *
   * @throws ConfigError when the file holds no policy
   */
  async start(): Promise<void> {
    const { file } = this.options;
    await this.#turns.take(async () => {
      await this.#watched.settle();
      const found = await this.#read();
      if (found.problems !== undefined) {
        throw new ConfigError(
          file,
          found.problems.map((one) => ({ line: one.line, column: one.column, message: inWords(one) }))
        );
      }
      await this.#bringIntoForce(found);
    });
    await this.refresh();
    this.#schedule();
  }

  /** Looks at the file now, and takes it as it is. Never rejects. */
  reload(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#watched.settle();
      await this.#take();
    });
  }

  refresh(): Promise<StoreState> {
    return this.#turns.take(async () => {
      try {
        await this.options.store.latest();
        await this.#record();
        return this.#health.becomes({ available: true });
      } catch (error) {
        return this.#health.becomes({
          available: false,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    });
  }

  change<T>(): Promise<T> {
    const name = basename(this.options.file);
    const detail = `the policy is the file ${name} of the proxy's configuration (policyFile); change it there`;
    return Promise.reject(new Problem('policy-read-only', detail));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#turns.take(async () => undefined);
  }

  async #read(): Promise<FilePolicy> {
    return this.options.loader.openFile(this.options.file);
  }

  async #take(): Promise<void> {
    try {
      const found = await this.#read();
      await (found.problems === undefined ? this.#bringIntoForce(found) : this.#refuse(found.problems));
    } catch (error) {
      // The loader's thread has ended, perhaps because the file was too large for it.
      this.#refuse([], error);
      this.#watched.forget();
    }
  }

  #refuse(problems: readonly PlacedFinding[], error?: unknown): void {
    const { file, metrics, logger } = this.options;
    const told = problems.slice(0, MOST_LOGGED).map((one) => `${place(file, one)}: ${inWords(one)}`);
    this.#problem = told[0] ?? `${file} could not be read: ${error instanceof Error ? error.message : 'unknown error'}`;
    metrics.policyFileValid.set(0);
    logger.error(
      {
        event: 'policy-file-invalid',
        file,
        problems: told,
        more: problems.length - told.length,
        ...(error !== undefined && { err: error }),
      },
      'the policy file holds no policy; the one before stays in force'
    );
  }

  async #bringIntoForce(found: Exclude<FilePolicy, { problems: readonly PlacedFinding[] }>): Promise<void> {
    const { file, loader, desk, metrics, logger, now } = this.options;
    const { fingerprint, settings, tenants, mappings, warnings, document } = found;
    const mended = this.#problem !== undefined;
    this.#problem = undefined;
    metrics.policyFileValid.set(1);
    if (fingerprint === this.#fingerprint) {
      if (mended) {
        logger.info(
          { event: 'policy-file-loaded', file, tenants, mappings, warnings },
          'the policy file is well again'
        );
      }
      return;
    }
    this.#index = await indexSlices(settings, (from) => loader.slice(OPENED_FILE, from));
    this.#fingerprint = fingerprint;
    this.#recorded = false;
    const name = basename(file);
    const summary: RevisionSummary = {
      ...NOTHING_PUBLISHED,
      comment: `The policy file ${name}`,
      author: { name, by: 'file', token: null },
      createdAt: now(),
      tenants,
      mappings,
    };
    this.#show(summary, this.#index);
    logger.info({ event: 'policy-file-loaded', file, tenants, mappings, warnings }, 'policy loaded from its file');
    await desk.holdFile(document, summary).catch(() => undefined);
  }

  /** Writes the policy in force to the history, unless it is its latest revision. */
  async #record(): Promise<void> {
    if (this.#recorded || this.#index === undefined) {
      return;
    }
    const recorded = await this.options.desk.recordFile();
    if (recorded === undefined) {
      // The desk's thread has ended since, and with it what it held: the file is read again.
      this.#fingerprint = undefined;
      this.#watched.forget();
      return;
    }
    this.#recorded = true;
    this.#show(recorded.summary, this.#index);
    if (recorded.written) {
      const { number, author, comment, tenants, mappings } = recorded.summary;
      const { auditHead } = recorded;
      this.options.logger.info(
        {
          event: 'policy-published',
          revision: number,
          author: author.name,
          by: author.by,
          comment,
          tenants,
          mappings,
          auditHead,
        },
        'policy of the file recorded'
      );
    }
  }

  #show(summary: RevisionSummary, index: PolicyIndex): void {
    const { inForce, metrics } = this.options;
    inForce.replace(summary, index);
    metrics.policyRevision.set(summary.number);
    metrics.policyMappings.set(summary.mappings);
  }

  #schedule(): void {
    if (this.#closed) {
      return;
    }
    const look = async () => {
      if (await this.#watched.changed()) {
        await this.#turns.take(() => this.#take());
      }
      await this.refresh();
    };
    this.#timer = setTimeout(() => void look().finally(() => this.#schedule()), LOOK_INTERVAL);
    this.#timer.unref();
  }
}

function place(file: string, { line, column }: PlacedFinding): string {
  return `${file}:${line}:${column}`;
}

function inWords({ path, message, hint }: PlacedFinding): string {
  const way = hint === undefined || hint === '' ? '' : `; ${hint}`;
  return `${path.length === 0 ? '' : `${path.join('.')}: `}${message}${way}`;
}
