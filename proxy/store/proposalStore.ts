import type { Actor } from './actor';
import type { StoreTransaction, Within } from './database';
import { StoreRefusal } from './storeRefusal';

export const PROPOSAL_STATES = ['open', 'approved', 'rejected', 'withdrawn'] as const;

/** What became of a proposal. Only an open one changes, once. */
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** A draft that waits, or waited, for a second person; without its policy. */
export interface Proposal {
  /** Counts from 1 without gaps. */
  readonly id: number;
  /** The number of the revision that its author saw. */
  readonly base: number;
  readonly comment: string;
  readonly author: Actor;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** How many its policy has. */
  readonly tenants: number;
  readonly mappings: number;
  /** The number of the revision whose policy is to be brought back. */
  readonly restoredFrom: number | null;
  readonly state: ProposalState;
  /** Of its end; null while it is open. */
  readonly endedAt: number | null;
  readonly endedBy: Actor | null;
  readonly endedComment: string | null;
  /** The revision that it became, when it was approved. */
  readonly revision: number | null;
}

export interface NewProposal extends Pick<
  Proposal,
  'base' | 'comment' | 'author' | 'createdAt' | 'tenants' | 'mappings' | 'restoredFrom'
> {
  /** The policy as JSON. */
  readonly document: string;
}

/** How a proposal ends. */
export interface ProposalEnd {
  readonly at: number;
  readonly by: Actor;
  readonly comment: string;
}

export interface ProposalBounds {
  /** The most that are open, and the characters of their policies together. */
  readonly open: number;
  readonly characters: number;
  /** Of how many that have ended the policy is still kept. */
  readonly keptPolicies: number;
}

export const PROPOSAL_BOUNDS: ProposalBounds = { open: 100, characters: 256 * 1024 * 1024, keptPolicies: 20 };

/** Keeps proposals. Every method may reject with `StoreUnavailable`. */
export interface ProposalStore {
  /**
   * Keeps a new proposal, which is open.
   *
   * @param within what else happens in the same transaction
   * @throws ProposalRefusal `outdated` when its base is not the latest revision; `too-many`
   */
  create(proposal: NewProposal, within?: Within<Proposal>): Promise<Proposal>;
  /**
   * Proposals, the newest first.
   *
   * @param before only those with smaller ids
   */
  list(state: ProposalState | undefined, before: number | undefined, limit: number): Promise<Proposal[]>;
  /** @returns undefined when there is none with this id */
  find(id: number): Promise<Proposal | undefined>;
  /** @returns the policy as JSON, which nobody has checked since it was written; undefined when it is not kept any more */
  readPolicy(id: number): Promise<string | undefined>;
  /**
   * Ends an open proposal without a revision.
   *
   * @throws ProposalRefusal `unknown` or `ended`
   */
  end(id: number, state: 'rejected' | 'withdrawn', end: ProposalEnd, within?: Within<Proposal>): Promise<Proposal>;
  /**
   * Ends an open proposal in the transaction that writes its revision.
   *
   * @throws ProposalRefusal `unknown` or `ended`
   */
  approve(transaction: StoreTransaction, id: number, end: ProposalEnd, revision: number): Promise<Proposal>;
}

/** What was asked for contradicts what is kept. */
export class ProposalRefusal extends StoreRefusal {
  constructor(readonly code: 'outdated' | 'too-many' | 'unknown' | 'ended') {
    super(`the proposal cannot be kept or changed: ${code}`);
    this.name = 'ProposalRefusal';
  }
}
