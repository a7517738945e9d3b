import type { PolicyIndex } from '@gatehouse/model';
import type { RevisionSummary } from '../store/policyStore';

/** The revision that decides the requests of this moment. */
export interface RevisionInForce extends RevisionSummary {
  readonly index: PolicyIndex;
  /** Milliseconds since the epoch when it came into force here. */
  readonly loadedAt: number;
}

/** Holds the one revision that is in force. It changes as a whole: a request sees the old or the new one, never a mixture. */
export class PolicyInForce {
  #current: RevisionInForce | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  /** The revision in force; undefined while the store was never read, when nobody can be answered. */
  get current(): RevisionInForce | undefined {
    return this.#current;
  }

  replace(summary: RevisionSummary, index: PolicyIndex): void {
    this.#current = { ...summary, index, loadedAt: this.now() };
  }
}
