import { type Mapping, policySchema } from '@gatehouse/model';
import { relatedMappings } from './relatedMappings';

const mapping = (name: string, principals: string[], tenant: string): Mapping => ({
  name,
  principals,
  effect: 'allow',
  grants: [{ tenant, access: 'read' }],
  enabled: true,
});
const names = (one: Mapping, others: Mapping[]) => relatedMappings(one, others).map(({ name }) => name);

describe('the mappings that have to do with one', () => {
  it('name one of its principals or everybody, and one of its tenants', () => {
    const others = [
      mapping('same', ['group:a'], 'acme'),
      mapping('other-tenant', ['group:a'], 'globex'),
      mapping('other-people', ['group:b'], 'acme'),
      mapping('everybody', ['authenticated'], 'acme'),
      mapping('domain', ['domain:example.com'], 'acme'),
      ...policySchema.parse({ mappings: [{ name: 'nothing', principals: ['group:a'], effect: 'deny' }] }).mappings,
    ];
    expect(names(mapping('one', ['group:a'], 'acme'), others)).toEqual(['same', 'everybody', 'nothing']);
    expect(names(mapping('one', ['user:alice@example.com'], 'acme'), others)).toEqual(['everybody', 'domain']);
  });

  it('are few of very many', () => {
    const others = Array.from({ length: 10_000 }, (_, number) => mapping(`m${number}`, ['group:a'], 'acme'));
    expect(names(mapping('one', ['group:a'], 'acme'), others)).toHaveLength(100);
  });
});
