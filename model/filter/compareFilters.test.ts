import fc from 'fast-check';
import { compareFilters } from './compareFilters';
import { matchesSeries } from './matchesSeries';
import { parseFilter } from './parse';
import { printFilter } from './print';

test.each<[string[] | undefined, string[] | undefined, string]>([
  [undefined, undefined, 'same'],
  [['{a="1"}'], undefined, 'wider'],
  [undefined, ['{a="1"}'], 'narrower'],
  [['{a="1"}'], ['{a="1"}', '{a="2"}'], 'wider'],
  [['{a="1"}', '{a="2"}'], ['{a="2"}'], 'narrower'],
  [['{a="1",b="2"}'], ['{a="1"}'], 'wider'],
  [['{a="1"}'], ['{a="1",b="2"}', '{a="1",c="3"}'], 'narrower'],
  // The longer one adds nothing to the shorter one.
  [['{a="1"}'], ['{a="1"}', '{a="1",b="2"}'], 'same'],
  [['{a="1"}'], ['{a="2"}'], 'other'],
  [['{a="1"}'], ['{a=~"1|2"}'], 'other'],
  [['{a="1",b="2"}'], ['{a="1",c="3"}'], 'other'],
  // What stands inside of a value is no matcher.
  [['{a="1\\",b=\\"2"}'], ['{b="2"}'], 'other'],
])('%j is replaced by %j, which is %s', (from, to, relation) => {
  expect(compareFilters(from, to)).toBe(relation);
});

test('whoever is said to see as much or more sees every series that was seen', () => {
  const value = fc.constantFrom('1', '2', '1|2', '.+', 'x",b="2');
  const matcher = fc.record({
    label: fc.constantFrom('a', 'b'),
    operator: fc.constantFrom('=' as const, '!=' as const, '=~' as const),
    value,
  });
  const filters = fc.option(
    fc.array(
      fc.array(matcher, { minLength: 1, maxLength: 2 }).map((matchers) => printFilter({ matchers })),
      { minLength: 1, maxLength: 3 }
    ),
    { nil: undefined, freq: 5 }
  );
  const values = ['', '1', '2', 'x",b="2'];
  const series = values.flatMap((a) => values.map((b) => ({ a, b })));
  const sees = (list: readonly string[] | undefined) =>
    series.map((one) => list?.some((text) => matchesSeries(parseFilter(text).matchers, one) === 'yes') ?? true);
  fc.assert(
    fc.property(filters, filters, (from, to) => {
      const relation = compareFilters(from, to);
      const [before, after] = [sees(from), sees(to)];
      expect(
        relation !== 'narrower' && relation !== 'other' ? before.filter((seen, at) => seen && !after[at]) : []
      ).toEqual([]);
      expect(
        relation !== 'wider' && relation !== 'other' ? after.filter((seen, at) => seen && !before[at]) : []
      ).toEqual([]);
    }),
    { numRuns: 1000 }
  );
});
