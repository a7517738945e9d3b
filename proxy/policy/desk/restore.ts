import { checkPolicy, diffPolicies, isEmptyDiff } from '@gatehouse/model';
import { Problem } from '../../admin/problem';
import type { DeskParts } from './deskParts';
import { findRevision } from './findRevision';
import type { Change } from './publish';
import { policyInvalid } from './readPolicyBody';
import { revisionConflict } from './revisionConflict';
import { type Proposed, submit } from './submit';
import type { Written } from './writeRevision';

/**
 * Publishes the policy of an older revision anew, or proposes it. It is checked as if it had just been written: what it names may be gone, and what
 * was allowed then may not be any more.
 *
 * @throws Problem `not-found`, `policy-invalid`, `revision-conflict`; `policy-unchanged` when it means what is published already
 * @throws StoreUnavailable
 */
export async function restore(
  parts: DeskParts,
  number: number,
  { expected, actor, comment }: Change & { comment: string }
): Promise<Written | Proposed> {
  const { held, policies, surroundings, now } = parts;
  const older = await findRestorable(parts, number);
  const latest = await policies.latest();
  if (latest.number !== expected) {
    throw await revisionConflict(parts, expected, latest);
  }
  const { policy, problems, warnings } = checkPolicy(older, surroundings, now());
  if (policy === undefined) {
    throw policyInvalid(problems);
  }
  const current = await held.find(latest.number);
  if (current !== undefined && isEmptyDiff(diffPolicies(current.policy, policy))) {
    throw new Problem('policy-unchanged', `revision ${number} means the same as revision ${latest.number}, the latest`);
  }
  return submit(parts, {
    expected,
    policy,
    warnings,
    comment,
    author: actor,
    approvedBy: null,
    restoredFrom: number,
  });
}

async function findRestorable(parts: DeskParts, number: number) {
  if (number === 0) {
    throw new Problem('not-found', 'there is no revision 0 to be restored; publish an empty policy instead');
  }
  return (await findRevision(parts, number)).policy;
}
