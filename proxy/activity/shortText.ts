import { maskTokens } from '../telemetry/maskTokens';

/** The most characters of one text. */
const LONGEST = 256;

/**
 * A text as it may be kept of a request: of bounded length, and without what looks like a token, which paths and names may hold by
 * mistake. It is a text of its own: for V8, a part of a text is a view on all of it, and would keep a URL with its query in memory.
 */
export function shortText(text: string, longest = LONGEST): string {
  const masked = maskTokens(text);
  return Buffer.from(masked.length <= longest ? masked : `${masked.slice(0, longest - 1)}…`).toString();
}
