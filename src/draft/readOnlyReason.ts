import { abilityOf } from '../api/ability';
import type { Configuration } from '../api/configuration';
import { isReadOnly, type PolicySource } from '../api/policy';

/** What keeps everybody from changing the policy here: it is a file's, or the admin token may only look. */
export type ReadOnlyReason = 'file' | 'token';

/** The file first: with another token the policy would be a file's still. */
export function readOnlyReason(
  source: PolicySource,
  configuration: Pick<Configuration, 'role'>
): ReadOnlyReason | undefined {
  if (isReadOnly(source)) {
    return 'file';
  }
  return abilityOf(configuration).edit ? undefined : 'token';
}
