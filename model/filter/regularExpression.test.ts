import fc from 'fast-check';
import { parseFilter } from './parse';
import { judgeByCompiling, matchesEmpty, regularExpressionProblem } from './regularExpression';

const accepted = (operator: string, pattern: string) => {
  try {
    parseFilter(`{v${operator}${JSON.stringify(pattern)}}`);
    return true;
  } catch {
    return false;
  }
};

// Each pattern was tried on VictoriaMetrics 1.79.5: it reads the accepted ones as RE2 does, and the refused ones otherwise or
// not at all.
test.each([
  'aws|gcp',
  '^aws$',
  '^aws|gcp$',
  '(?:aws|gcp)-[a-z]+',
  '(?i)AWS',
  '(?i:AWS)',
  '(?s)a.b',
  '[^a-z]+',
  '[^\\s]+',
  '[$^]',
  '\\^\\$\\.',
  '\\d+\\w*',
  '[0-9]{1,3}\\.[0-9]{1,3}',
  '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}',
  '(ab){2}',
  '[[:alpha:]]+',
  '\\pL+',
  '[\\]a]',
])('=~ takes %j', (pattern) => {
  expect(accepted('=~', pattern)).toBe(true);
});

test.each([
  ['an anchor inside', 'ops^'],
  ['an anchor inside', '(^a)+'],
  ['an anchor inside', 'a|^b'],
  ['an anchor inside', 'a$|b'],
  ['a class that reaches control characters', '[\\s\\S]*'],
  ['a class that reaches control characters', '[\\D]'],
  ['a class that reaches control characters', '[\\x00-\\x7f]*'],
  ['numbered characters', '\\x61'],
  ['numbered characters', '\\0'],
  ['quoting', '\\Qdev'],
  ['text anchors', '\\Adev\\z'],
  ['a named group', '(?<n>dev)'],
  ['a named group', '(?P<n>dev)'],
  ['an ungreedy flag', '(?U)d.*'],
  ['a multi-line flag', '(?im)d'],
  ['a repetition that crashes', 'd{1,1000}ev'],
  ['a repetition that crashes', 'd{101}'],
  ['nested repetitions', '(a{1,50}){1,19}'],
  ['a closing parenthesis too many', 'a)|(b'],
])('=~ refuses %s: %j', (_why, pattern) => {
  expect(accepted('=~', pattern)).toBe(false);
});

test.each(['.*', '(?s).*', '.+|', 'a|.*'])(
  '!~ refuses %j, which leaves nothing to see but what is not labelled',
  (pattern) => {
    expect(accepted('!~', pattern)).toBe(false);
    expect(accepted('=~', pattern)).toBe(true);
  }
);

test.each(['prod', '.+', 'a|'])('!~ takes %j', (pattern) => {
  expect(accepted('!~', pattern)).toBe(true);
});

test('the label by which Graphite paths are asked for is reserved', () => {
  expect(() => parseFilter('{__graphite__="a.*"}')).toThrow('__graphite__ cannot be filtered by');
});

test('what is said without compiling is what compiling says', () => {
  const patterns = fc.array(fc.constantFrom('a', 'Z', '7', '-', '_', '|', '|', '.', '*', 'é', ' ', '('), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(patterns, (characters) => {
      const pattern = characters.join('');
      const verdict = judgeByCompiling(pattern);
      expect(regularExpressionProblem('=~', pattern)).toBe(verdict.problem);
      expect(regularExpressionProblem('!~', pattern) === undefined).toBe(
        verdict.problem === undefined && !verdict.matchesEverything
      );
      expect(matchesEmpty(pattern)).toBe(verdict.matchesEmpty);
    }),
    { numRuns: 300 }
  );
});

test('says the same of a pattern again', () => {
  expect(regularExpressionProblem('=~', 'a(')).toContain('RE2');
  expect(regularExpressionProblem('=~', 'a(')).toContain('RE2');
});
