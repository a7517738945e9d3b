import fc from 'fast-check';
import { type Filter, FilterSyntaxError, type Matcher } from './filter';
import { matchesAbsent } from './matchesAbsent';
import { parseFilter } from './parse';
import { printFilter, quoteValue } from './print';

const matcherArbitrary: fc.Arbitrary<Matcher> = fc.record({
  label: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,12}$/).filter((label) => !label.startsWith('vm_')),
  operator: fc.constantFrom('=' as const, '!=' as const),
  value: fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)),
});
const filterArbitrary: fc.Arbitrary<Filter> = fc.record({
  matchers: fc.array(matcherArbitrary, { minLength: 1, maxLength: 6 }),
});

describe('parseFilter', () => {
  test.each([
    ['{team="dev"}', [['team', '=', 'dev']]],
    [
      '  { team = "dev" , env =~ "aws|gcp" , }  ',
      [
        ['team', '=', 'dev'],
        ['env', '=~', 'aws|gcp'],
      ],
    ],
    [
      "{team='dev',env!~`a\\d`}",
      [
        ['team', '=', 'dev'],
        ['env', '!~', 'a\\d'],
      ],
    ],
    ['{service.name!="x"}', [['service.name', '!=', 'x']]],
    ['{__name__=~"http_.*"}', [['__name__', '=~', 'http_.*']]],
    ['{a="\\"}\\\\\\n\\u00e9"}', [['a', '=', '"}\\\né']]],
    ['{a="} or {b=\\"c"}', [['a', '=', '} or {b="c']]],
    ['{a="日本語"}', [['a', '=', '日本語']]],
  ])('reads %s', (text, expected) => {
    expect(parseFilter(text).matchers.map(({ label, operator, value }) => [label, operator, value])).toEqual(expected);
  });

  test.each([
    ['', 'starts with "{"', 0],
    ['team="dev"', 'starts with "{"', 0],
    ['up{team="dev"}', 'starts with "{"', 0],
    ['{}', 'matches every series', 0],
    ['{ , }', 'expected a label name', 2],
    ['{team="dev"', 'expected "," or "}"', 11],
    ['{team="dev"} {', 'nothing may follow', 13],
    ['{team="dev"} or {team="ops"}', 'nothing may follow', 13],
    ['{team="dev" or team="ops"}', 'write two filters', 12],
    ['{team=="dev"}', 'expected a quoted value', 6],
    ['{team="dev}', 'no closing "', 11],
    ['{team=dev}', 'expected a quoted value', 6],
    ['{9a="x"}', 'expected a label name', 1],
    ['{a-b="x"}', 'expected =, !=, =~ or !~', 2],
    ['{"a"="x"}', 'expected a label name', 1],
    ['{a="\\x41"}', 'expected one of the escapes', 5],
    ['{a="\\u12"}', 'four hexadecimal digits', 6],
    ['{a="\u0000"}', 'control characters', 4],
    ['{a="\\u0000"}', 'control characters', 5],
    ['{a="\ud800"}', 'lone surrogates', 4],
    ['{a=~"("}', 'not a regular expression', 4],
    ['{a=~"(?=x)"}', 'not a regular expression', 4],
    ['{a=~"(a)\\\\1"}', 'not a regular expression', 4],
    ['{vm_account_id="2"}', 'names a tenant', 1],
    ['{team="a",vm_project_id="2"}', 'names a tenant', 10],
  ])('refuses %s and says where', (text, message, offset) => {
    const read = () => parseFilter(text);
    expect(read).toThrow(FilterSyntaxError);
    expect(read).toThrow(message);
    expect(catchError(read)).toMatchObject({ offset, code: 'filter-syntax' });
  });

  test('refuses a filter that is longer than anybody would type', () => {
    expect(() => parseFilter(`{a="${'x'.repeat(5000)}"}`)).toThrow('at most 4096 characters');
  });
});

describe('printFilter', () => {
  test.each([
    ['{ b="2", a=\'1\', b="2" }', '{a="1",b="2"}'],
    ['{a=`x"y\\`}', '{a="x\\"y\\\\"}'],
    ['{a="\\u0041"}', '{a="A"}'],
  ])('writes %s in its canonical form', (text, canonical) => {
    expect(printFilter(parseFilter(text))).toBe(canonical);
  });

  test('loses no matcher and adds none when its text is read again', () => {
    fc.assert(
      fc.property(filterArbitrary, (filter) => {
        const again = parseFilter(printFilter(filter));
        const key = ({ label, operator, value }: Matcher) => JSON.stringify([label, operator, value]);
        expect(new Set(again.matchers.map(key))).toEqual(new Set(filter.matchers.map(key)));
      })
    );
  });

  test('does not change a text that it has written', () => {
    fc.assert(
      fc.property(filterArbitrary, (filter) => {
        const text = printFilter(filter);
        expect(printFilter(parseFilter(text))).toBe(text);
      })
    );
  });

  test('keeps every value inside its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (value) => {
        expect(quoteValue(value)).toMatch(/^"(?:[^"\\\n\t\r]|\\["\\ntr])*"$/);
      })
    );
  });
});

describe('matchesAbsent', () => {
  test.each([
    ['{a="x"}', false],
    ['{a=""}', true],
    ['{a!="x"}', true],
    ['{a!=""}', false],
    ['{a=~"x|y"}', false],
    ['{a=~".*"}', true],
    ['{a=~".+"}', false],
    ['{a=~"x|"}', true],
    ['{a!~"x"}', true],
    ['{a!~".+"}', true],
    ['{a!~"x|"}', false],
  ])('%s → %s', (text, expected) => {
    expect(parseFilter(text).matchers.map(matchesAbsent)).toEqual([expected]);
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
