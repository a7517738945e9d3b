// In valid JSON a brace outside of strings opens or closes an object, and a string before a colon is a key.
const STRING_OR_BRACE = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/**
 * Reads JSON in which no object has a key twice: parsers disagree about which of the two counts, so that what one of them
 * checked could be something else to the next.
 *
 * @throws SyntaxError for what is no JSON, and for a repeated key
 * @see RFC 8259 section 4
 */
export function parseUniqueJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const objects: Array<Set<unknown>> = [];
  for (const [token, string, colon] of text.matchAll(STRING_OR_BRACE)) {
    if (token === '{') {
      objects.push(new Set());
    } else if (token === '}') {
      objects.pop();
    } else if (string !== undefined && colon !== undefined) {
      const keys = objects.at(-1);
      const key: unknown = JSON.parse(string);
      if (keys?.has(key) === true) {
        throw new SyntaxError(`the key ${string} stands twice in one object`);
      }
      keys?.add(key);
    }
  }
  return value;
}
