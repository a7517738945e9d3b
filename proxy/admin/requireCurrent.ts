import type { RevisionInForce } from '../policy/policyInForce';
import { Problem } from './problem';

/** The revision in force, or a problem when the store was never read. */
export function requireCurrent(current: RevisionInForce | undefined): RevisionInForce {
  if (current === undefined) {
    throw new Problem(
      'store-unavailable',
      'the policy could not be read from the store yet; see /readyz for the reason'
    );
  }
  return current;
}
