/** Two lists by name. Each list here is sorted by name. */
export interface Pairs<Value> {
  added: Value[];
  removed: Value[];
  /** What went and what came with the very same content under another name. */
  renamed: Array<{ before: Value; after: Value }>;
  /** What has the same name before and after, changed or not. */
  both: Array<{ before: Value; after: Value }>;
}

/**
 * Finds what belongs together in two lists: first by name, then, of what is left, by content.
 *
 * @param keyOf the same text for the same content, apart from the name
 */
export function pairNamed<Value extends { name: string }>(
  before: readonly Value[],
  after: readonly Value[],
  keyOf: (value: Value) => string
): Pairs<Value> {
  const later = new Map(after.map((value) => [value.name, value]));
  const earlierNames = new Set(before.map(({ name }) => name));
  const both = before.flatMap((value) => {
    const match = later.get(value.name);
    return match === undefined ? [] : [{ before: value, after: match }];
  });
  const gone = before.filter(({ name }) => !later.has(name)).sort(byName);
  const come = after.filter(({ name }) => !earlierNames.has(name)).sort(byName);

  // From the last to the first, so that what is taken from the end of a list is the first by name.
  const comeByContent = new Map<string, Value[]>();
  for (const value of gone.length === 0 ? [] : come.toReversed()) {
    const key = keyOf(value);
    const alike = comeByContent.get(key);
    if (alike === undefined) {
      comeByContent.set(key, [value]);
    } else {
      alike.push(value);
    }
  }
  const removed: Value[] = [];
  const renamed: Pairs<Value>['renamed'] = [];
  const taken = new Set<Value>();
  for (const value of gone) {
    const match = come.length === 0 ? undefined : comeByContent.get(keyOf(value))?.pop();
    if (match === undefined) {
      removed.push(value);
    } else {
      renamed.push({ before: value, after: match });
      taken.add(match);
    }
  }
  return {
    added: come.filter((value) => !taken.has(value)),
    removed,
    renamed,
    both: both.sort((a, b) => byName(a.before, b.before)),
  };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
