import { mappingNamed } from '../test/policies';
import { type MappingState, mappingState } from './mappingState';

const NOW = Date.parse('2027-01-15T00:00:00Z');

describe('mappingState', () => {
  it.each<[boolean, string | undefined, MappingState]>([
    [true, undefined, 'enabled'],
    [true, '2027-03-01T00:00:00Z', 'enabled'],
    [true, '2027-01-20T00:00:00Z', 'expires-soon'],
    [true, '2027-01-15T00:00:00Z', 'expired'],
    [true, '2026-12-31T00:00:00Z', 'expired'],
    [false, '2026-12-31T00:00:00Z', 'disabled'],
  ])('of a mapping with enabled %s that expires %s is %s', (enabled, expires, state) => {
    expect(mappingState({ ...mappingNamed('globex'), enabled, expires }, NOW)).toBe(state);
  });
});
