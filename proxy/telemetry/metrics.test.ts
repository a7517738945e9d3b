import { createMetrics } from './metrics';

describe('metrics', () => {
  it('names the version, explains every metric and prefixes its own', async () => {
    const { registry } = createMetrics('1.2.3');
    expect(await registry.metrics()).toContain('gatehouse_build_info{version="1.2.3"} 1');
    const all = await registry.getMetricsAsJSON();
    expect(all.filter(({ help }) => help === '')).toEqual([]);
    expect(all.filter(({ name }) => !/^(gatehouse|process|nodejs)_/.test(name))).toEqual([]);
  });

  it('can be made twice in one process', () => {
    createMetrics('a');
    expect(() => createMetrics('b')).not.toThrow();
  });
});
