import { checkPolicy, type Finding, parseUniqueJson, type Policy, type PolicySurroundings } from '@gatehouse/model';

/** A file that can become the policy, or what is wrong with it and where. */
export type PolicyFile = { policy: Policy; warnings: Finding[] } | { problems: Finding[] };

/**
 * Reads a policy from a file of JSON: what this page exports, or an answer of the admin API that has it as `policy`.
 *
 * @param now milliseconds since the epoch
 */
export function readPolicyFile(text: string, surroundings: PolicySurroundings, now: number): PolicyFile {
  let content: unknown;
  try {
    content = parseUniqueJson(text);
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : 'it cannot be read';
    return { problems: [{ code: 'not-json', path: [], message }] };
  }
  const { policy, problems, warnings } = checkPolicy(policyIn(content), surroundings, now);
  return policy === undefined ? { problems } : { policy, warnings };
}

function policyIn(content: unknown): unknown {
  return typeof content === 'object' && content !== null && 'policy' in content ? content.policy : content;
}
