// One word of the characters that fit into a header wherever it goes.
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Whether a text is written as bearer tokens are.
 *
 * @param longest in characters
 * @see RFC 6750, section 2.1
 */
export function isBearerToken(text: string, longest: number): boolean {
  return text.length <= longest && TOKEN.test(text);
}
