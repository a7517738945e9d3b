/** The rows of a list that are selected, by their keys. */
export type SelectedKeys = ReadonlySet<string>;

/**
 * Selects the rows from one place of the list to another, both included and in either direction, or takes them out.
 *
 * @param keys of all rows in the order of the list
 */
export function selectRange(
  selected: SelectedKeys,
  keys: readonly string[],
  from: number,
  to: number,
  on: boolean
): SelectedKeys {
  const changed = new Set(selected);
  for (const key of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (on) {
      changed.add(key);
    } else {
      changed.delete(key);
    }
  }
  return changed;
}
