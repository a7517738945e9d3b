import { type PolicyIndex, PolicyIndexBuilder } from '@gatehouse/model';
import type { RevisionSummary } from '../../store/policyStore';
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
  const builder = new PolicyIndexBuilder(settings);
  for (let from: number | null = 0; from !== null;) {
    const { tenants, mappings, next }: Awaited<ReturnType<PolicyLoader['slice']>> = await loader.slice(number, from);
    builder.addTenants(tenants);
    builder.addMappings(mappings);
    from = next;
  }
  return { summary, index: builder.finish() };
}
