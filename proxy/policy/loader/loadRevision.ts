import type { PolicyIndex } from '@gatehouse/model';
import type { RevisionSummary } from '../../store/policyStore';
import { indexSlices } from './indexSlices';
import type { PolicyLoader } from './policyLoader';

/**
 * Brings a revision over from the loader's thread and indexes it, slice by slice: requests are served in between.
 *
 * @throws StoreUnavailable
 */
export async function loadRevision(
  loader: PolicyLoader,
  number: number
): Promise<{ summary: RevisionSummary; index: PolicyIndex }> {
  const { summary, settings } = await loader.open(number);
  return { summary, index: await indexSlices(settings, (from) => loader.slice(number, from)) };
}
