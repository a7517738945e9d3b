/** What means something else than itself in a regular expression. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;
const SPECIAL_CHARACTERS = new Set('\\^$.*+?()[]{}|');

/** The regular expression that matches exactly these values: `["a.b", "c"]` becomes `a\.b|c`. */
export function alternationOf(values: readonly string[]): string {
  return [...new Set(values)].map((value) => value.replace(SPECIAL, '\\$&')).join('|');
}

/**
 * The values of a regular expression that is nothing but a list of them, the other way of `alternationOf`.
 *
 * @returns undefined when it says more than that
 */
export function valuesIn(pattern: string): string[] | undefined {
  const values = [''];
  let escaped = false;
  for (const char of pattern) {
    if (escaped && !SPECIAL_CHARACTERS.has(char)) {
      return undefined;
    }
    if (!escaped && char === '|') {
      values.push('');
    } else if (!escaped && char !== '\\' && SPECIAL_CHARACTERS.has(char)) {
      return undefined;
    } else if (escaped || char !== '\\') {
      values.push(`${values.pop() ?? ''}${char}`);
    }
    escaped = !escaped && char === '\\';
  }
  return escaped ? undefined : [...new Set(values)];
}
