import { StoreUnavailable } from '../store/storeUnavailable';
import { Problem } from './problem';

/**
 * What a store or the policy desk gives.
 *
 * @param otherwise what is the matter while the store is away: `nothing was published`
 * @throws Problem `store-unavailable`, and whatever the work throws
 */
export async function whileStoreIsThere<T>(work: Promise<T>, otherwise: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) {
      throw error;
    }
    throw new Problem(
      'store-unavailable',
      error.uncertain
        ? 'it is not known whether the change was made: the policy store was lost before it said so, see the proxy’s log; look whether it is there before you try again'
        : `${otherwise}: the policy store is unavailable, see the proxy's log for the reason; the policy in force stays`
    );
  }
}
