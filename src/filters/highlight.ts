/** What a piece of a filter's text is. */
export type TokenKind = 'label' | 'operator' | 'value' | 'pattern' | 'escape' | 'punctuation' | 'other';

/** A piece of text with what it is. */
export interface Token {
  kind: TokenKind;
  text: string;
  /** Where it starts, in UTF-16 code units. */
  offset: number;
}

const PIECES =
  /(?<space>\s+)|(?<punctuation>[{},])|(?<operator>=~|!~|!=|=)|(?<string>"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?|`[^`]*`?)|(?<label>[A-Za-z_][A-Za-z0-9_.]*)|(?<other>[^])/gu;
const INSIDE_PATTERN = /(?<escape>\\\\.|\\.|[|.*+?()[\]^$])|[^\\|.*+?()[\]^$]+|[^]/gu;

/** Takes a filter's text apart for colouring, right or wrong; the pieces together are the text. */
export function tokensOf(text: string): Token[] {
  let isPattern = false;
  return [...text.matchAll(PIECES)].flatMap(({ 0: piece, index, groups = {} }): Token[] => {
    if (groups.string !== undefined) {
      return isPattern ? patternTokens(piece, index) : [{ kind: 'value', text: piece, offset: index }];
    }
    if (groups.operator !== undefined) {
      isPattern = piece.endsWith('~');
    }
    return [{ kind: kindOf(groups), text: piece, offset: index }];
  });
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): TokenKind {
  return (
    (['punctuation', 'operator', 'label'] as const).find((kind) => groups[kind] !== undefined) ??
    // Spaces have no colour.
    'other'
  );
}

function patternTokens(text: string, offset: number): Token[] {
  return [...text.matchAll(INSIDE_PATTERN)].map(({ 0: piece, index, groups }) => ({
    kind: groups?.escape === undefined ? 'pattern' : 'escape',
    text: piece,
    offset: offset + index,
  }));
}
