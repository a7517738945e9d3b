import type { Finding, Policy } from '@gatehouse/model';
import { PATHS } from '../constants';

/**
 * Where a finding can be mended: the editor of its mapping or tenant, at the field that it is about.
 *
 * @param policy the policy that the finding is about, as the editors show it
 * @returns undefined when it is about the policy as a whole
 */
export function findingHref({ path }: Finding, policy: Pick<Policy, 'tenants' | 'mappings'>): string | undefined {
  const [list, position, ...rest] = path;
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
  const params = new URLSearchParams({ edit: name, ...(rest.length === 0 ? {} : { field: rest.join('.') }) });
  return `${PATHS[list]}?${params.toString()}`;
}
