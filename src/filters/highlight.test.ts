import { tokensOf } from './highlight';

const kinds = (text: string) => tokensOf(text).map(({ kind, text: piece }) => `${kind} ${piece}`);

describe('the colouring of filters', () => {
  it('tells labels, operators, values and patterns apart', () => {
    expect(kinds('{team="dev", env=~"aws|gcp"}')).toEqual([
      'punctuation {',
      'label team',
      'operator =',
      'value "dev"',
      'punctuation ,',
      'other  ',
      'label env',
      'operator =~',
      'pattern "aws',
      'escape |',
      'pattern gcp"',
      'punctuation }',
    ]);
  });

  it.each(['', '{', '{a=', '{a="', '{a="\\', "{a='x", '😀{"', '{a=~"\\', '\u0000\ud800', '{a=~"a\nb"}\n'])(
    'leaves nothing out of %j',
    (text) => {
      const tokens = tokensOf(text);
      expect(tokens.map((token) => token.text).join('')).toBe(text);
      expect(tokens.every((token) => text.startsWith(token.text, token.offset))).toBe(true);
    }
  );
});
