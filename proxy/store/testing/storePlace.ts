import type { Database } from '../database';

/** A place that several can open at once, as several processes would. */
export interface StorePlace {
  open(): Database;
  /** Does to it what another program could do. */
  tamper(...statements: string[]): Promise<void>;
  /** All bytes that it holds; left out where what is deleted is not erased at once. */
  bytes?(): Promise<string>;
  /** Closes whatever was opened. */
  remove(): Promise<void>;
}
