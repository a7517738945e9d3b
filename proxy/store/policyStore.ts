import type { Actor } from './actor';
import type { Database, Within } from './database';
import { StoreRefusal } from './storeRefusal';

/** When, why and by whom a revision came to be, without its policy. */
export interface RevisionSummary {
  /** Counts from 1 without gaps; 0 stands for "nothing was published yet". */
  readonly number: number;
  readonly comment: string;
  readonly author: Actor;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** How many its policy has. */
  readonly tenants: number;
  readonly mappings: number;
  /** The second person, when one was needed. */
  readonly approvedBy: Actor | null;
  /** The number of the revision whose policy was brought back. */
  readonly restoredFrom: number | null;
}

export interface NewRevision extends Omit<RevisionSummary, 'number'> {
  /** The number of the revision that the author saw; the new one becomes the next. */
  readonly expected: number;
  /** The policy as JSON. */
  readonly document: string;
}

/** Stands for what was before the first publish. */
export const NOTHING_PUBLISHED: RevisionSummary = {
  number: 0,
  comment: '',
  author: { name: '', by: 'admin-token', token: null },
  createdAt: 0,
  tenants: 0,
  mappings: 0,
  approvedBy: null,
  restoredFrom: null,
};

/**
 * Keeps the revisions of the policy, as texts: reading a large policy is work for a thread. Every method may reject with
 * `StoreUnavailable`.
 */
export interface PolicyStore {
  readonly kind: Database['kind'];
  /** The latest revision, number 0 before the first; cheap enough to be asked every second. */
  latest(): Promise<RevisionSummary>;
  /**
   * Revisions, the newest first.
   *
   * @param before only those with smaller numbers
   */
  list(before: number | undefined, limit: number): Promise<RevisionSummary[]>;
  /**
   * One revision with its policy as JSON, which nobody has checked since it was written.
   *
   * @returns undefined when there is none with this number; there is none with number 0
   */
  read(number: number): Promise<{ summary: RevisionSummary; document: string } | undefined>;
  /**
   * Writes the next revision. When the promise resolves, the revision survives a crash of the process or the machine.
   *
   * @param within what else happens in the same transaction
   * @throws RevisionConflict when `expected` is not the latest revision any more; nothing was written then
   */
  append(revision: NewRevision, within?: Within<RevisionSummary>): Promise<RevisionSummary>;
}

/** Somebody else published in the meantime. */
export class RevisionConflict extends StoreRefusal {
  readonly code = 'revision-conflict';

  constructor(
    readonly expected: number,
    readonly latest: RevisionSummary
  ) {
    super(`revision ${expected} was expected to be the latest, but revision ${latest.number} is`);
    this.name = 'RevisionConflict';
  }
}
