import type { Matcher } from './filter';
import { matchesEmpty } from './regularExpression';

/**
 * Says whether a matcher also accepts series that do not carry the label at all. To VictoriaMetrics and Prometheus an
 * absent label is an empty one, so `!="prod"`, `=~".*"`, `=~"a|"` and `=""` do.
 */
export function matchesAbsent(matcher: Matcher): boolean {
  switch (matcher.operator) {
    case '=':
      return matcher.value === '';
    case '!=':
      return matcher.value !== '';
    case '=~':
      return matchesEmpty(matcher.value);
    case '!~':
      return !matchesEmpty(matcher.value);
  }
}
