import type { Finding, Policy } from '@gatehouse/model';
import type { Draft } from '../draft/draft';

/** Findings about what a draft changes, and those about what was there before. */
export interface SplitFindings {
  changed: Finding[];
  unchanged: Finding[];
}

/**
 * Parts the findings about a draft's own changes from the others, so that old warnings do not hide new ones.
 *
 * @param policy the policy that the findings are about
 */
export function splitFindings(findings: readonly Finding[], policy: Policy, draft: Draft): SplitFindings {
  const names = {
    tenants: new Set(draft.tenants.changes.map(({ after }) => after?.name)),
    mappings: new Set(draft.mappings.changes.map(({ after }) => after?.name)),
  };
  const isNew = ({ path: [list, position] }: Finding) =>
    (list !== 'tenants' && list !== 'mappings') ||
    typeof position !== 'number' ||
    names[list].has(policy[list][position]?.name);
  return { changed: findings.filter(isNew), unchanged: findings.filter((finding) => !isNew(finding)) };
}
