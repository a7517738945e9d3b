import { type Mapping, policySchema } from '@gatehouse/model';
import { slicePolicy } from './slicePolicy';

function policyOf(tenants: number, mappings: number) {
  return policySchema.parse({
    tenants: Array.from({ length: tenants }, (_, index) => ({ name: `t${index}`, backend: 'cluster', account: index })),
    mappings: Array.from({ length: mappings }, (_, index) => ({
      name: `m${index}`,
      principals: Array.from({ length: 1 + (index % 7) }, (_ignored, number) => `group:g${number}`),
      grants: [{ tenant: 't0', access: 'read', filters: ['{team="dev"}'] }],
    })),
  });
}

describe('slices of a policy', () => {
  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [700, 3],
    [3, 4_000],
    [5_000, 5_000],
  ])('hold all of %i tenants and %i mappings, once and in order', (tenants, mappings) => {
    const policy = policyOf(tenants, mappings);
    const found = { tenants: [] as string[], mappings: [] as string[] };
    let slices = 0;
    for (let from: number | null = 0; from !== null; slices += 1) {
      const slice: ReturnType<typeof slicePolicy> = slicePolicy(policy, from);
      found.tenants.push(...slice.tenants.map(({ name }) => name));
      found.mappings.push(...slice.mappings.map(({ name }) => name));
      expect(slice.tenants.length + slice.mappings.length).toBeLessThanOrEqual(500);
      from = slice.next;
    }
    expect(found).toEqual({
      tenants: policy.tenants.map(({ name }) => name),
      mappings: policy.mappings.map(({ name }) => name),
    });
    expect(slices).toBeGreaterThanOrEqual(Math.ceil((tenants + mappings) / 500));
  });

  it('are short where mappings are large', () => {
    const [small] = policyOf(1, 1).mappings;
    const large: Mapping = {
      ...(small as Mapping),
      principals: Array.from({ length: 2_000 }, (_, index) => `group:g${index}`),
    };
    expect(slicePolicy({ tenants: [], mappings: [large, large, large] }, 0)).toMatchObject({
      mappings: [large],
      next: 1,
    });
  });
});
