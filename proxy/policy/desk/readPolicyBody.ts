import { checkPolicy, type Finding, type Policy } from '@gatehouse/model';
import type { z } from 'zod';
import { parseJsonBody } from '../../admin/parseJsonBody';
import { parseShape } from '../../admin/parseShape';
import { Problem } from '../../admin/problem';
import { boundFindings } from './boundFindings';
import type { DeskParts } from './deskParts';

/**
 * Reads a body with a policy, and checks the policy.
 *
 * @param schema of the body; its `policy` is left to the model
 * @throws Problem `body-invalid`, or `policy-invalid` with all that is wrong with the policy
 */
export function readPolicyBody<Body extends { policy?: unknown }>(
  bytes: Uint8Array,
  schema: z.ZodType<Body>,
  { surroundings, now }: Pick<DeskParts, 'surroundings' | 'now'>
): { body: Omit<Body, 'policy'>; policy: Policy; warnings: Finding[] } {
  const { policy, ...body } = parseShape(schema, parseJsonBody(bytes), 'body-invalid', 'body');
  const checked = checkPolicy(policy, surroundings, now());
  if (checked.policy === undefined) {
    throw policyInvalid(checked.problems);
  }
  return { body, policy: checked.policy, warnings: checked.warnings };
}

/** The refusal of a policy with problems, each with its place. */
export function policyInvalid(problems: readonly Finding[]): Problem {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new Problem('policy-invalid', `${first?.path.join('.') || 'policy'}: ${first?.message}${more}`, {
    problems: boundFindings(problems).shown,
  });
}
