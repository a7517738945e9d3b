// In a canonical filter each matcher is a label, an operator and a value in double quotes.
const MATCHER = /[A-Za-z_][A-Za-z0-9_.]*(?:=~|!~|!=|=)"(?:[^"\\]|\\[^])*"/g;

/**
 * Says whether whatever matches one filter certainly matches another one: when it has all of the other one's matchers. Where this
 * says no, it may still be so.
 *
 * @param wider canonical, as `printFilter` writes it
 * @param narrower canonical too
 */
export function coversFilter(wider: string, narrower: string): boolean {
  if (wider === narrower) {
    return true;
  }
  const conditions = new Set(narrower.match(MATCHER));
  return (wider.match(MATCHER) ?? []).every((matcher) => conditions.has(matcher));
}
