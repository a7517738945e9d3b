import { mappingNamed } from '../test/policies';
import { compareStates, type MappingState, mappingState } from './mappingState';

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

describe('compareStates', () => {
  it('puts first what needs a look', () => {
    const mapping = (name: string, changed: object) => ({ ...mappingNamed('globex'), name, ...changed });
    const sorted = [
      mapping('disabled', { enabled: false }),
      mapping('enabled', {}),
      mapping('ends', { expires: '2027-06-01T00:00:00Z' }),
      mapping('ends-later', { expires: '2027-07-01T00:00:00Z' }),
      mapping('soon', { expires: '2027-01-20T00:00:00Z' }),
      mapping('expired', { expires: '2027-01-01T00:00:00Z' }),
      mapping('enabled-too', {}),
    ].sort((a, b) => compareStates(a, b, NOW));
    expect(sorted.map(({ name }) => name)).toEqual([
      'expired',
      'soon',
      'ends',
      'ends-later',
      'enabled',
      'enabled-too',
      'disabled',
    ]);
  });
});
