import { commentSchema } from './policy';

describe('a comment', () => {
  it.each(['Globex leaves', 'two\nlines', 'für Zoë, 東京 👩‍💻', '  spaces around  '])('may be %j', (text) => {
    expect(commentSchema.parse(text)).toBe(text.trim());
  });

  it.each([
    ['an escape for terminals', 'fine\u001b[2K\u001b[1Apolicy-published by alice'],
    ['one in a single character', 'fine\u009b2K'],
    ['NUL, which not every store keeps', 'a\0b'],
    ['a carriage return', 'mallory\ralice'],
    ['half of a character', 'a\ud800b'],
    ['what turns the direction of writing', 'access for \u202edlog\u202c'],
  ])('has no %s', (_what, text) => {
    expect(commentSchema.safeParse(text).success).toBe(false);
  });
});
