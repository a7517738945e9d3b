import { checkPolicy, type Finding, type Policy, type PolicySurroundings } from '@gatehouse/model';
import type { Place } from './lines';
import { PolicyText } from './policyText';

/** Something about a policy, with the place in the file that it is about. */
export type PlacedFinding = Finding & Place & { hint?: string };

/** What a policy's file holds. */
export interface PolicyFileReading {
  /** Undefined when there are problems. */
  policy: Policy | undefined;
  problems: PlacedFinding[];
  warnings: PlacedFinding[];
  /** Adds the places to what others say about the policy; in the order of the file, at most 1,000. */
  place(findings: readonly Finding[]): PlacedFinding[];
}

/** So many findings of a kind get their places looked up; the rest is only counted by those who show them. */
const MOST_PLACES = 1000;

const UNKNOWN_KEY = /^Unrecognized keys?: "([^"]+)"/;

/**
 * Reads a policy from YAML 1.2 or JSON and checks it.
 *
 * @param text the file's content
 * @param surroundings the configured backends and issuers; without them their names are not checked
 * @param now milliseconds since the epoch, to tell mappings that have expired already
 * @returns the policy, or every reason against it; at most 1,000 of a kind, in the order of the file
 */
export function readPolicyFile(
  text: string,
  surroundings: PolicySurroundings | undefined,
  now: number
): PolicyFileReading {
  const source = new PolicyText(text);
  const unread = source.problems;
  if (unread.length > 0) {
    const problems = unread
      .slice(0, MOST_PLACES)
      .map(({ line, column, message }) => ({ ...syntaxFinding(message), line, column }));
    return { policy: undefined, problems, warnings: [], place: () => [] };
  }
  const checked = checkPolicy(source.data, surroundings, now);
  const place = (findings: readonly Finding[]) =>
    findings
      .slice(0, MOST_PLACES)
      .map((finding) => ({ ...finding, ...source.placeOf(finding.path, UNKNOWN_KEY.exec(finding.message)?.[1]) }))
      .sort((a, b) => a.line - b.line || a.column - b.column);
  return { policy: checked.policy, problems: place(checked.problems), warnings: place(checked.warnings), place };
}

function syntaxFinding(message: string): Finding & { hint: string } {
  return { code: 'unreadable', path: [], message, hint: 'correct the file at this place' };
}
