import type { PolicyDiff } from './policyDiff';

/** Says whether two policies mean the same. */
export function isEmptyDiff({ changes, leftOut }: PolicyDiff): boolean {
  return changes.length === 0 && leftOut === 0;
}
