import { boundDiff, diffPolicies } from '@gatehouse/model';
import { diffBodySchema, type DraftDiffDocument, type RevisionDiffDocument } from '@gatehouse/model/api';
import type { DeskParts } from './deskParts';
import { findRevision } from './findRevision';
import { printJson } from './printJson';
import { readPolicyBody } from './readPolicyBody';
import { toRevisionSummary } from './toRevisionSummary';

/** The most changes that an answer has. */
const MOST_CHANGES = 1_000;

/** What differs between two revisions: the answer of `GET /v1/revisions/{number}/diff`. */
export async function diffRevisions(parts: DeskParts, from: number, to: number): Promise<Uint8Array> {
  const [before, after] = [await findRevision(parts, from), await findRevision(parts, to)];
  const document: RevisionDiffDocument = {
    from: toRevisionSummary(before.summary),
    to: toRevisionSummary(after.summary),
    diff: boundDiff(diffPolicies(before.policy, after.policy), MOST_CHANGES),
  };
  return printJson(document);
}

/**
 * What a draft would change: the answer of `POST /v1/policy/diff`.
 *
 * @param inForce the revision that it is compared with, unless the body names one
 */
export async function diffDraft(parts: DeskParts, bytes: Uint8Array, inForce: number): Promise<Uint8Array> {
  const { body, policy } = readPolicyBody(bytes, diffBodySchema, parts);
  const before = await findRevision(parts, body.from ?? inForce);
  const document: DraftDiffDocument = {
    from: toRevisionSummary(before.summary),
    diff: boundDiff(diffPolicies(before.policy, policy), MOST_CHANGES),
  };
  return printJson(document);
}
