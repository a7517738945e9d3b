import type { Matcher } from './filter';
import { compilePattern } from './regularExpression';

/** What can be said of a series: `unknown` where a regular expression cannot be judged as VictoriaMetrics does. */
export type Match = 'yes' | 'no' | 'unknown';

/**
 * Says whether a series passes a filter. All matchers must hold; a label that the series does not have is an empty one.
 *
 * @param labels of the series, with its name under `__name__`; what a label's value may be is not checked
 */
export function matchesSeries(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): Match {
  let match: Match = 'yes';
  for (const matcher of matchers) {
    const one = matchesValue(matcher, Object.hasOwn(labels, matcher.label) ? (labels[matcher.label] ?? '') : '');
    if (one === 'no') {
      return 'no';
    }
    match = one === 'unknown' ? 'unknown' : match;
  }
  return match;
}

function matchesValue({ operator, value }: Matcher, actual: string): Match {
  switch (operator) {
    case '=':
      return actual === value ? 'yes' : 'no';
    case '!=':
      return actual === value ? 'no' : 'yes';
    case '=~':
      return matchesPattern(value, actual);
    case '!~':
      return INVERSE[matchesPattern(value, actual)];
  }
}

const INVERSE: Readonly<Record<Match, Match>> = { yes: 'no', no: 'yes', unknown: 'unknown' };

/** How many compiled patterns are kept: those of many mappings are often the same few. */
const MOST_KEPT = 1_000;

const compiled = new Map<string, ReturnType<typeof compilePattern>>();

function matchesPattern(pattern: string, actual: string): Match {
  if (!isJudgedAlike(pattern, actual)) {
    return 'unknown';
  }
  if (!compiled.has(pattern)) {
    if (compiled.size >= MOST_KEPT) {
      compiled.clear();
    }
    compiled.set(pattern, compilePattern(pattern));
  }
  const expression = compiled.get(pattern);
  return expression === undefined ? 'unknown' : expression.testExact(actual) ? 'yes' : 'no';
}

/**
 * Whether a value is of the kind that everybody's regular expressions judge alike. Versions of VictoriaMetrics differ in whether
 * "." matches the end of a line; which letters there are, and which are the same in upper case, depends on the version of
 * Unicode; and half a character is none.
 */
function isJudgedAlike(pattern: string, actual: string): boolean {
  return (
    !/[\r\n]/.test(actual) &&
    /^\P{Cs}*$/u.test(actual) &&
    (/^[ -~\t]*$/.test(actual) || !/\\p|\\P|\(\?[a-z]*i|\[\[?:/.test(pattern))
  );
}
