/** The most characters of one text. */
const LONGEST = 256;

/**
 * A text of bounded length, and one of its own where it was shortened: for V8, a part of a text is a view on all of it, and would
 * keep a URL with its query in memory.
 */
export function shortText(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : Buffer.from(`${text.slice(0, longest - 1)}…`).toString();
}
