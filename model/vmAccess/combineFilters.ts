import { type Filter, FilterSyntaxError, type Matcher } from '../filter/filter';
import { parseFilter } from '../filter/parse';
import { printFilter, printMatcher } from '../filter/print';

/**
 * Makes the filters of a grant out of labels that all must be there and of filters of which one must match: VictoriaMetrics
 * would AND the labels into each of the filters.
 *
 * @returns canonical filters, sorted; undefined when there are neither labels nor filters
 * @throws FilterSyntaxError when a label or a filter would not be accepted in a policy
 */
export function combineFilters(
  labels: ReadonlyArray<readonly [label: string, value: string]>,
  filters: readonly string[] | undefined
): string[] | undefined {
  const equalities = labels.map(([label, value]) => equality(label, value));
  const alternatives =
    filters?.map(parseFilter) ?? (equalities.length > 0 ? [{ matchers: [] } satisfies Filter] : undefined);
  const combined = alternatives?.map(({ matchers }) => printFilter({ matchers: [...matchers, ...equalities] }));
  // Read again, because what is well by itself may be too long together.
  return combined && [...new Set(combined.map((text) => printFilter(parseFilter(text))))].sort();
}

function equality(label: string, value: string): Matcher {
  const matcher: Matcher = { label, operator: '=', value };
  const [read, ...others] = parseFilter(`{${printMatcher(matcher)}}`).matchers;
  if (read?.label !== label || read.operator !== '=' || read.value !== value || others.length > 0) {
    throw new FilterSyntaxError(`${JSON.stringify(label)} is not the name of a label`, 0);
  }
  if (value === '') {
    throw new FilterSyntaxError(`the label ${label} has no value, which would match series without it`, 0);
  }
  return matcher;
}
