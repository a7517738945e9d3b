import { type Matcher, parseFilter, printMatcher } from '@gatehouse/model';

/**
 * Writes a filter of the policy as the upstream is to have it, with the matchers of its tenant, which therefore hold even where
 * filters are ORed.
 *
 * @param tenantMatchers as text, ready to be sent
 */
export function upstreamFilter(filter: string | undefined, tenantMatchers: readonly string[] = []): string {
  const matchers = filter === undefined ? [] : parseFilter(filter).matchers.map(keptWhole).map(printMatcher);
  return `{${[...tenantMatchers, ...matchers].join(',')}}`;
}

/** Always true, and nothing that VictoriaMetrics' search could see through. */
const ANYWHERE = '(?:\\b|\\B)';

/** Literals side by side, and a literal with anything behind it: these every version reads alike, and looks up quickly. */
const PLAIN_PATTERN = /^(?:(?:[\w:/ -]|\\[./-])+(?:\|(?:[\w:/ -]|\\[./-])+)*|(?:[\w:/ -]|\\[./-])*\.[*+])$/;

/**
 * A matcher that VictoriaMetrics evaluates as it is written, whatever else is asked.
 *
 * It takes patterns apart to search faster, and loses something on the way: `ops|ops.+` does not match `ops` in some versions.
 * And of several matchers on the metric's name it drops those whose values it can list, believing that they became part
 * of the keys under which it looks the other labels up; with a second one from the query, that is not so. A pattern that it
 * cannot take apart is always evaluated as a whole.
 *
 * @see https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/lib/storage/tag_filters.go
 */
function keptWhole({ label, operator, value }: Matcher): Matcher {
  if (label === '__name__' && operator === '=') {
    return { label, operator: '=~', value: `${ANYWHERE}(?:${value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')})` };
  }
  const isPattern = operator === '=~' || operator === '!~';
  const isTakenApart = (label === '__name__' && operator === '=~') || !PLAIN_PATTERN.test(value);
  return isPattern && isTakenApart ? { label, operator, value: `${ANYWHERE}(?:${value})` } : { label, operator, value };
}
