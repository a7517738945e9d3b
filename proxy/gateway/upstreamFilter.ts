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

/**
 * A matcher on the metric's name that VictoriaMetrics evaluates, whatever else is asked. Of several matchers on the name it
 * drops those whose values it can list, believing that they became part of the keys under which it looks the other labels
 * up; with a second one from the query, that is not so. A pattern whose values it cannot list is always evaluated.
 *
 * @see https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/lib/storage/tag_filters.go
 */
function keptWhole(matcher: Matcher): Matcher {
  const { label, operator, value } = matcher;
  if (label !== '__name__' || operator === '!=' || operator === '!~') {
    return matcher;
  }
  const pattern = operator === '=' ? value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : value;
  return { label, operator: '=~', value: `${ANYWHERE}(?:${pattern})` };
}
