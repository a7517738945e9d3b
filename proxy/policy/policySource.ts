import type { StoreState } from './revisions';

/** Where the policy in force comes from. */
export type SourceState =
  | { readonly kind: 'store' }
  /** `problem`: what is wrong with the file now, so that an older policy is in force. */
  | { readonly kind: 'file'; readonly file: string; readonly problem?: string };

/** Brings the policy into force, from the store or from a file. */
export interface PolicySource {
  /** How the store is doing. */
  readonly state: StoreState;
  readonly source: SourceState;
  start(): Promise<void>;
  /** Looks whether the store is there, and for what is newer than the policy in force. */
  refresh(): Promise<StoreState>;
  /**
   * Does what may write a revision, and brings it into force before it resolves.
   *
   * @throws Problem `policy-read-only` when the policy is a file's; StoreUnavailable; and whatever the work throws
   */
  change<T extends { revision?: number }>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
