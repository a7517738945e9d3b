import { type Policy, type PolicyIndex, PolicyIndexBuilder } from '@gatehouse/model';
import type { PolicySlice } from './slicePolicy';

/** Indexes a policy slice by slice: requests are served in between. */
export async function indexSlices(
  settings: Policy['settings'],
  slice: (from: number) => Promise<PolicySlice>
): Promise<PolicyIndex> {
  const builder = new PolicyIndexBuilder(settings);
  for (let from: number | null = 0; from !== null;) {
    const { tenants, mappings, next }: PolicySlice = await slice(from);
    builder.addTenants(tenants);
    builder.addMappings(mappings);
    from = next;
  }
  return builder.finish();
}
