import type { Finding, Policy } from '@gatehouse/model';
import { PATHS } from '../constants';

/**
 * Where a finding can be mended: the editor of its mapping or tenant, which tells it again beside the field.
 *
 * @param policy the policy that the finding is about, as the editors show it
 * @returns undefined when it is about the policy as a whole
 */
export function findingHref({ path }: Finding, policy: Pick<Policy, 'tenants' | 'mappings'>): string | undefined {
  const [list, position] = path;
  if (list === 'settings') {
    return PATHS.settings;
  }
  if ((list !== 'tenants' && list !== 'mappings') || typeof position !== 'number') {
    return undefined;
  }
  const name = policy[list][position]?.name;
  if (name === undefined) {
    return undefined;
  }
  return `${PATHS[list]}?${new URLSearchParams({ edit: name }).toString()}`;
}
