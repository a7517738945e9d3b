import type { z } from 'zod';
import type { Finding, PolicySurroundings } from './finding';
import { findProblems } from './problems';
import { policySchema } from './schema';
import type { Policy } from './shape';
import { schemaHint } from './schemaHint';
import { findWarnings, warningSteps } from './warnings';

/** A message may repeat all keys that are not known, in characters. */
const LONGEST_MESSAGE = 500;

export type PolicyCheck =
  { policy: Policy; problems: []; warnings: Finding[] } | { policy: undefined; problems: Finding[]; warnings: [] };

/**
 * Reads a policy from untrusted data and checks all that its schema cannot say. A policy with problems must not be saved;
 * one with warnings may.
 *
 * @param surroundings the configured backends and issuers; without them names of backends and issuers are not checked
 * @param now milliseconds since the epoch, to tell mappings that have expired already
 */
export function checkPolicy(input: unknown, surroundings: PolicySurroundings | undefined, now: number): PolicyCheck {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) {
    return { policy: undefined, problems: parsed.error.issues.map(schemaFinding), warnings: [] };
  }
  const policy = parsed.data;
  const problems = findProblems(policy, surroundings);
  if (problems.length > 0) {
    return { policy: undefined, problems, warnings: [] };
  }
  return { policy, problems: [], warnings: findWarnings(policy, surroundings, now) };
}

/**
 * Finds the problems and warnings of a policy whose parts were all checked by the schema, such as an edited one, step by step,
 * for who must not be kept from other things meanwhile. Warnings are found also while there are problems.
 *
 * @param now milliseconds since the epoch
 */
export function* findingSteps(
  policy: Policy,
  surroundings: PolicySurroundings,
  now: number
): Generator<{ problems: Finding[]; warnings: Finding[] }, void> {
  yield { problems: findProblems(policy, surroundings), warnings: [] };
  for (const warnings of warningSteps(policy, surroundings, now)) {
    yield { problems: [], warnings };
  }
}

function schemaFinding(issue: z.core.$ZodIssue): Finding {
  return {
    code: 'invalid',
    path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    // For a key of an object zod says "invalid key" and keeps the reason inside.
    message: (issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message).slice(
      0,
      LONGEST_MESSAGE
    ),
    hint: schemaHint(issue),
  };
}
