/**
 * Lists names for people: `a, b and c`, or `a, b, c and 9 more`.
 *
 * @param most how many are named at most; at least one
 * @param count how many there are, where `items` are only the first of them
 */
export function listed(items: readonly string[], most = 5, count = items.length): string {
  const named = items.slice(0, most);
  if (count > named.length) {
    return `${named.join(', ')} and ${count - named.length} more`;
  }
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** `1 mapping`, `12 mappings`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
