import { type Finding, findUnseenPrincipals, type Policy } from '@gatehouse/model';
import { StoreUnavailable } from '../../store/storeUnavailable';
import type { DeskParts } from './deskParts';

/** What only the store knows of a policy; nothing while the store is away. */
export async function unseenPrincipals(
  { known, now }: Pick<DeskParts, 'known' | 'now'>,
  policy: Policy
): Promise<Finding[]> {
  try {
    const principals = await known.principals();
    return principals === undefined ? [] : findUnseenPrincipals(policy, principals, now());
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      return [];
    }
    throw error;
  }
}
