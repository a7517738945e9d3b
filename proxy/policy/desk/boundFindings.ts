import type { Finding } from '@gatehouse/model';

/** The most findings of a kind that an answer has: whoever has more mends the first of them first. */
export const MOST_FINDINGS = 1_000;

/** Leaves out what is too much to send, and says how many those are. */
export function boundFindings(findings: readonly Finding[]): { shown: Finding[]; leftOut: number } {
  return { shown: findings.slice(0, MOST_FINDINGS), leftOut: Math.max(0, findings.length - MOST_FINDINGS) };
}
