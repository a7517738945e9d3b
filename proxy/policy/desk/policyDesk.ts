import type { ReachQuestion, Subject } from '@gatehouse/model';
import type { ExplainRequest } from '@gatehouse/model/api';
import type { RevisionSummary } from '../../store/policyStore';
import { readPolicyDocument } from '../../store/readPolicyDocument';
import type { DeskParts } from './deskParts';
import { diffDraft, diffRevisions } from './diffs';
import type { ExplainedRequest } from './explainRequest';
import { type Deciding, explainDraft, explainUnder, reach } from './explains';
import { impact } from './impact';
import { printRevision } from './printRevision';
import { approve, type Approved, end, type Ended, type Ending, showProposal, showProposedPolicy } from './proposals';
import { type Change, publish } from './publish';
import { type RecordedFile, recordFile } from './recordFile';
import { restore } from './restore';
import type { Proposed } from './submit';
import { validate } from './validate';
import type { Written } from './writeRevision';

/**
 * All work on whole policies: it takes seconds for 100,000 mappings, so it happens in a thread of its own. Policies come and go as
 * the bytes of requests and answers. Every method may reject with `StoreUnavailable`, and with a `Problem` that says what is wrong.
 */
export type PolicyDesk = {
  /**
   * Takes a revision that was loaded, so that it can be shown also while the store is away.
   *
   * @param bytes its policy as JSON
   */
  hold: (bytes: Uint8Array, summary: RevisionSummary) => Promise<void>;
  /**
   * A revision with its policy and what is to be said about it, as JSON.
   *
   * @returns undefined when there is no such revision
   */
  show: (number: number) => Promise<Uint8Array | undefined>;
  /**
   * Takes the policy of the policy file, so that it can be shown and recorded.
   *
   * @param bytes the policy as JSON
   */
  holdFile: (bytes: Uint8Array, summary: RevisionSummary) => Promise<void>;
  /**
   * Writes it to the history, unless it is its latest revision.
   *
   * @returns undefined when none is held
   */
  recordFile: () => Promise<RecordedFile | undefined>;
  /** @param bytes the body of `PUT /v1/policy` */
  publish: (bytes: Uint8Array, change: Change) => Promise<Written | Proposed>;
  /** Publishes the policy of an older revision anew. */
  restore: (number: number, change: Change & { comment: string }) => Promise<Written | Proposed>;
  /** @param bytes the body of `POST /v1/policy/validate` */
  validate: (bytes: Uint8Array) => Promise<Uint8Array>;
  diffRevisions: (from: number, to: number) => Promise<Uint8Array>;
  /**
   * @param bytes the body of `POST /v1/policy/diff`
   * @param inForce the revision that the draft is compared with, unless the body names one
   */
  diffDraft: (bytes: Uint8Array, inForce: number) => Promise<Uint8Array>;
  /**
   * @param bytes the body of `POST /v1/policy/impact`
   * @param inForce the revision that the draft is compared with
   */
  impact: (bytes: Uint8Array, inForce: number) => Promise<Uint8Array>;
  /** What somebody's request would meet under a policy that need not be the one in force. */
  explainUnder: (
    subject: Subject,
    request: ExplainRequest,
    deciding: Deciding,
    at?: number
  ) => Promise<ExplainedRequest>;
  /** @param bytes the body of `POST /v1/explain`, when it is large */
  explainDraft: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** @param inForce the revision of which it is asked */
  reach: (question: ReachQuestion, inForce: number) => Promise<Uint8Array>;
  /** A proposal with what it changes. */
  showProposal: (id: number) => Promise<Uint8Array>;
  showProposedPolicy: (id: number) => Promise<Uint8Array>;
  /** @param ending `expected` is the revision on which the approver saw the proposal */
  approve: (id: number, ending: Ending & { expected: number }) => Promise<Approved>;
  reject: (id: number, ending: Ending) => Promise<Ended>;
  withdraw: (id: number, ending: Ending) => Promise<Ended>;
};

/** For `callMethods`. */
export const DESK_METHODS: { [K in keyof PolicyDesk]: true } = {
  hold: true,
  holdFile: true,
  recordFile: true,
  show: true,
  publish: true,
  restore: true,
  validate: true,
  diffRevisions: true,
  diffDraft: true,
  impact: true,
  explainUnder: true,
  explainDraft: true,
  reach: true,
  showProposal: true,
  showProposedPolicy: true,
  approve: true,
  reject: true,
  withdraw: true,
};

export function createPolicyDesk(parts: DeskParts): PolicyDesk {
  const { held } = parts;
  return {
    hold: async (bytes, summary) => {
      held.keep({ summary, policy: readPolicyDocument(summary.number, new TextDecoder().decode(bytes)) });
    },
    show: async (number) => {
      const revision = await held.find(number);
      return revision && printRevision(revision, held.findingsOf(revision.policy));
    },
    holdFile: async (bytes, summary) => {
      held.keepUnrecorded({ summary, policy: readPolicyDocument(0, new TextDecoder().decode(bytes)) });
    },
    recordFile: async () => recordFile(parts),
    publish: async (bytes, change) => publish(parts, bytes, change),
    restore: async (number, change) => restore(parts, number, change),
    validate: async (bytes) => validate(parts, bytes),
    diffRevisions: async (from, to) => diffRevisions(parts, from, to),
    diffDraft: async (bytes, inForce) => diffDraft(parts, bytes, inForce),
    impact: async (bytes, inForce) => impact(parts, bytes, inForce),
    explainUnder: async (subject, request, deciding, at) => explainUnder(parts, subject, request, deciding, at),
    explainDraft: async (bytes) => explainDraft(parts, bytes),
    reach: async (question, inForce) => reach(parts, question, inForce),
    showProposal: async (id) => showProposal(parts, id),
    showProposedPolicy: async (id) => showProposedPolicy(parts, id),
    approve: async (id, ending) => approve(parts, id, ending),
    reject: async (id, ending) => end(parts, id, 'rejected', ending),
    withdraw: async (id, ending) => end(parts, id, 'withdrawn', ending),
  };
}
