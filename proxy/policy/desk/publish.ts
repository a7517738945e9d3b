import { publishBodySchema } from '@gatehouse/model/api';
import type { Actor } from '../../store/actor';
import type { DeskParts } from './deskParts';
import { readPolicyBody } from './readPolicyBody';
import { type Proposed, submit } from './submit';
import type { Written } from './writeRevision';

/** Who changes what they saw. */
export interface Change {
  /** The number of the revision that they saw. */
  expected: number;
  actor: Actor;
}

/** Publishes the policy in the body of `PUT /v1/policy`, or proposes it. */
export function publish(parts: DeskParts, bytes: Uint8Array, { expected, actor }: Change): Promise<Written | Proposed> {
  const { body, policy, warnings } = readPolicyBody(bytes, publishBodySchema, parts);
  const { comment } = body;
  return submit(parts, {
    expected,
    policy,
    warnings,
    comment,
    author: actor,
    approvedBy: null,
    restoredFrom: null,
  });
}
