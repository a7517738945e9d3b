import { FilterSyntaxError, type Matcher, parseFilter, printFilter } from '@gatehouse/model';

/** The label that holds a series' name. */
const NAME = '__name__';
const SELECTOR = /^\s*([A-Za-z_:][A-Za-z0-9_:]*)?\s*(\{[^]*\})?\s*$/;

/**
 * Reads a query that is nothing but a series selector, such as `up{job="x"}`.
 *
 * @returns undefined for any other query
 */
export function readSelector(query: string): Matcher[] | undefined {
  const [, name, braces] = SELECTOR.exec(query) ?? [];
  const named = name === undefined ? [] : [{ label: NAME, operator: '=' as const, value: name }];
  if (braces === undefined || /^\{\s*\}$/.test(braces)) {
    return name === undefined ? undefined : named;
  }
  try {
    return [...named, ...parseFilter(braces).matchers];
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * A filter that only lets through what both a selector and a filter of the decision do.
 *
 * @param selector undefined for every series
 * @param filter undefined for the whole tenant
 * @returns undefined when that is everything
 */
export function narrowed(selector: readonly Matcher[] | undefined, filter: string | undefined): string | undefined {
  const matchers = [...(selector ?? []), ...(filter === undefined ? [] : parseFilter(filter).matchers)];
  return matchers.length === 0 ? undefined : printFilter({ matchers });
}

/** The labels of one series, all of them. */
export type Series = Readonly<Record<string, string>>;

/**
 * Reads one series as it is written in panels, such as `up{job="x",team="dev"}`.
 *
 * @returns undefined when it is not the labels of one series
 */
export function readSeries(text: string): Series | undefined {
  const matchers = readSelector(text);
  return matchers?.every(({ operator }) => operator === '=') === true
    ? Object.fromEntries(matchers.map(({ label, value }) => [label, value]))
    : undefined;
}
