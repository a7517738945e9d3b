import type { Kysely } from 'kysely';
import type { StoreSchema } from './storeSchema';

/** What a change runs in: what is done with it happens as a whole or not at all. */
export type StoreTransaction = Kysely<StoreSchema>;

/** What somebody adds to a change of a store, in the same transaction; when it rejects, nothing is changed. */
export type Within<T = void> = (transaction: StoreTransaction, result: T) => Promise<void>;

export interface ChangeOptions {
  /** Others must hear of it at once rather than at their next look: what is in force changes, or who may come in. */
  readonly announce?: boolean;
}

/**
 * Where the stores keep what they keep. Every method may reject with `StoreUnavailable`, except for `close`; a `StoreRefusal` of
 * the work is passed on as it is.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** Reads. What several statements read may stem from several moments. */
  read<T>(work: (db: Kysely<StoreSchema>) => Promise<T>): Promise<T>;
  /**
   * Changes something, in one transaction: no other change happens meanwhile, anywhere, so that the work sees others' changes
   * whole. When the promise resolves, what was written survives a crash of the process or the machine. The work may run more
   * than once.
   */
  change<T>(work: (transaction: StoreTransaction) => Promise<T>, options?: ChangeOptions): Promise<T>;
  /**
   * Calls back soon after an announced change, as far as this can be heard of; also without one. Whoever must not miss any
   * looks by itself from time to time.
   *
   * @returns ends the calls
   */
  onChanged(listener: () => void): () => void;
  /** Makes what was deleted unreadable, as far as the kind of database lets that be done at once. */
  eraseTraces(): Promise<void>;
  /** Lets what runs finish; whatever comes later finds it closed. */
  close(): Promise<void>;
}
