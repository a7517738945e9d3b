import type { Policy } from '@gatehouse/model';

/** When and why a revision came to be, without its policy. */
export interface RevisionSummary {
  /** Counts from 1 without gaps; 0 stands for "nothing was published yet". */
  readonly number: number;
  readonly comment: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** One published policy. Never changes once it is written. */
export interface Revision extends RevisionSummary {
  readonly policy: Policy;
}

export interface NewRevision extends Omit<Revision, 'number'> {
  /** The number of the revision that the author saw; the new one becomes the next. */
  readonly expected: number;
}

/**
 * Keeps the revisions of the policy. Every method may reject with `StoreUnavailable`.
 */
export interface PolicyStore {
  readonly kind: 'sqlite';
  /** The latest revision without its policy, number 0 before the first; cheap enough to be asked every second. */
  latest(): Promise<RevisionSummary>;
  /** The latest revision, read with the policy's own schema; revision 0 with the empty policy before the first. */
  current(): Promise<Revision>;
  /**
   * Writes the next revision. When the promise resolves, the revision survives a crash of the process or the machine.
   *
   * @throws RevisionConflict when `expected` is not the latest revision any more; nothing was written then
   */
  append(revision: NewRevision): Promise<Revision>;
  close(): Promise<void>;
}

/** The store works and says no: what was asked for contradicts what it holds. Nothing was written. */
export abstract class StoreRefusal extends Error {
  abstract readonly code: string;
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

/** The store cannot be opened, read or written, or what it holds cannot be understood. */
export class StoreUnavailable extends Error {
  readonly code = 'store-unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
