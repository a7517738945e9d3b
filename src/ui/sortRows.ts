/**
 * A sort order as it stands in a URL: a column's key, with `-` in front when it goes downwards; empty for the list's own order,
 * which is by name.
 */
export type SortOrder = string;

/** What a list can be sorted by. */
export interface SortKey<Row> {
  /** Stands in URLs. */
  key: string;
  compare: (a: Row, b: Row) => number;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Compares texts as people sort them: `m-9` comes before `m-10`, and capitals make no difference. */
export function compareTexts(a: string, b: string): number {
  return collator.compare(a, b);
}

/** Sorts a list that is sorted by name; what compares equal stays in that order. */
export function sortRows<Row>(
  rows: readonly Row[],
  keys: ReadonlyArray<SortKey<Row>>,
  order: SortOrder
): readonly Row[] {
  const { key, descending } = readOrder(order);
  const compare = keys.find((one) => one.key === key)?.compare;
  return order === '' || compare === undefined
    ? rows
    : rows.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

export function readOrder(order: SortOrder): { key: string; descending: boolean } {
  const key = order.replace(/^-/, '');
  return { key: key === '' ? 'name' : key, descending: order.startsWith('-') };
}

/** The order after a press on a column's title: upwards, then downwards, then the list's own again. */
export function nextOrder(order: SortOrder, pressed: string): SortOrder {
  const { key, descending } = readOrder(order);
  return key !== pressed ? pressed : descending ? '' : `-${pressed}`;
}
