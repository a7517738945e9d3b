import { boundDiff, diffPolicies } from '@gatehouse/model';
import type { MissedChanges } from '@gatehouse/model/api';
import { revisionTag } from '../../admin/ifMatch';
import { Problem } from '../../admin/problem';
import type { RevisionSummary } from '../../store/policyStore';
import { StoreUnavailable } from '../../store/storeUnavailable';
import type { DeskParts } from './deskParts';
import { toRevisionSummary } from './toRevisionSummary';

/** How much is told of what was missed: revisions, and changes between both policies. */
const MOST_REVISIONS = 50;
const MOST_CHANGES = 100;

/**
 * The refusal of a change to a revision that is not the latest any more, with what was published meanwhile.
 *
 * @throws StoreUnavailable
 */
export async function revisionConflict(
  parts: Pick<DeskParts, 'policies' | 'held'>,
  expected: number,
  latest: RevisionSummary
): Promise<Problem> {
  const { number, author, createdAt, comment } = latest;
  const detail =
    expected > number
      ? `there is no revision ${expected}: revision ${number} is the latest; load it, make the change again and publish`
      : `revision ${number} is the latest now, published by ${author.name || 'nobody'}; load it, make the change again and publish`;
  return new Problem(
    'revision-conflict',
    detail,
    {
      revision: number,
      author: author.name,
      createdAt: new Date(createdAt).toISOString(),
      comment,
      changes: await missedChanges(parts, expected, number),
    },
    { ETag: revisionTag(number) }
  );
}

/** What was published between two revisions. */
export async function missedChanges(
  { policies, held }: Pick<DeskParts, 'policies' | 'held'>,
  from: number,
  to: number
): Promise<MissedChanges> {
  const count = Math.max(0, to - from);
  const revisions = count === 0 ? [] : await policies.list(to + 1, Math.min(count, MOST_REVISIONS));
  return {
    from,
    to,
    revisions: revisions.map(toRevisionSummary),
    leftOut: count - revisions.length,
    diff: from > to ? null : await diffOf(held, from, to),
  };
}

/** @returns null when one of them cannot be read, which must not keep anybody from hearing of the conflict */
async function diffOf(held: DeskParts['held'], from: number, to: number): Promise<MissedChanges['diff']> {
  try {
    const [before, after] = [await held.find(from), await held.find(to)];
    return before && after ? boundDiff(diffPolicies(before.policy, after.policy), MOST_CHANGES) : null;
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      return null;
    }
    throw error;
  }
}
