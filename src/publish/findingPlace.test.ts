import { POLICY } from '../test/policies';
import { findingPlace } from './findingPlace';

describe('findingPlace', () => {
  it.each<[Array<string | number>, string]>([
    [['mappings', 0, 'grants', 1, 'filters', 0], 'mapping acme-developers, grant 2, filter 1'],
    [['mappings', 1, 'principals', 2], 'mapping globex, principal 3'],
    [['tenants', 0, 'backend'], 'tenant acme, backend'],
    [['mappings', 7], 'mapping 8'],
    [['settings', 'severalTenants'], 'policy'],
    [[], 'policy'],
  ])('puts %j in words', (path, words) => {
    expect(findingPlace({ code: 'x', path, message: '' }, POLICY)).toBe(words);
  });
});
