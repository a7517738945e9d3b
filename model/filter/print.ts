import type { Filter, Matcher } from './filter';

/**
 * Writes a filter in its canonical form: matchers sorted by label, operator and value, repeated ones once, values in double
 * quotes with the fewest escapes, no spaces. Two filters with the same matchers print alike, and
 * `parseFilter(printFilter(f))` has the same matchers as `f`.
 */
export function printFilter(filter: Filter): string {
  const printed = new Set(filter.matchers.toSorted(compareMatchers).map(printMatcher));
  return `{${[...printed].join(',')}}`;
}

/** Writes one matcher, for example `env=~"aws|gcp"`. */
export function printMatcher(matcher: Matcher): string {
  return `${matcher.label}${matcher.operator}${quoteValue(matcher.value)}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** Quotes a label value so that VictoriaMetrics and Mimir read exactly this value. */
export function quoteValue(value: string): string {
  return `"${value.replace(/[\\"\n\t\r]/g, (char) => ESCAPES[char] ?? char)}"`;
}

function compareMatchers(a: Matcher, b: Matcher): number {
  return compare(a.label, b.label) || compare(a.operator, b.operator) || compare(a.value, b.value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
