import { tenantNamed } from '../test/policies';
import { stampedLabels } from './stampedLabels';

describe('stampedLabels', () => {
  it('are the tenant’s and the filter’s', () => {
    expect(stampedLabels(tenantNamed('shop'), ['{env="aws",team="dev"}'])).toEqual([
      ['tenant', 'shop'],
      ['env', 'aws'],
      ['team', 'dev'],
    ]);
    expect(stampedLabels(tenantNamed('acme'), [])).toEqual([]);
  });

  it('have the tenant’s value where both name a label', () => {
    expect(stampedLabels(tenantNamed('shop'), ['{tenant="other"}'])).toEqual([['tenant', 'shop']]);
  });
});
