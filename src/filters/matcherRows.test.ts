import { parseFilter } from '@gatehouse/model';
import { emptyRow, letsAbsentThrough, rowError, rowsOf, textOf, withOperator } from './matcherRows';

const row = (part: Partial<ReturnType<typeof emptyRow>>) => ({ ...emptyRow(), ...part });

describe('matcher rows', () => {
  it.each(['{team="dev",env=~"aws|gcp"}', '{z!="",a!~"x.*",a="1"}', '{le="\\"quoted\\"\\n",path="C:\\\\"}'])(
    'show %s and are written as it was',
    (text) => {
      expect(textOf(rowsOf(text) ?? [])).toBe(text);
    }
  );

  it('keep what other quotes and spaces said', () => {
    expect(textOf(rowsOf("{ team = `a\\b` , env != 'x\"y' }") ?? [])).toBe('{team="a\\\\b",env!="x\\"y"}');
  });

  it('begin with one empty row, which is no text', () => {
    const rows = rowsOf('') ?? [];
    expect(rows).toHaveLength(1);
    expect(textOf(rows)).toBe('');
  });

  it('cannot show what is no filter', () => {
    expect(rowsOf('{team="a" or team="b"}')).toBeUndefined();
    expect(rowsOf('{}')).toBeUndefined();
  });

  it.each([
    [row({ label: 'env' }), row({ label: 'team', value: 'dev' })],
    [row({ label: 'team', value: 'dev' }), row({})],
    [row({ value: 'dev' })],
  ])('are never written as a wider filter while something is to be chosen', (...rows) => {
    expect(() => parseFilter(textOf(rows))).toThrow();
  });

  it('say what is wrong with one of them, and which let more through', () => {
    expect(rowError(row({ label: 'no label', value: 'x' }))).toBe('expected =, !=, =~ or !~ after no');
    expect(rowError(row({ label: 'env', operator: '=~', value: '(' }))).toMatch(/^not a regular expression/);
    expect(rowError(row({ label: 'env' }))).toBeUndefined();
    expect(letsAbsentThrough(row({ label: 'env', operator: '!=', value: 'x' }))).toBe(true);
    expect(letsAbsentThrough(row({ label: 'env', value: 'x' }))).toBe(false);
  });

  it('mean the same with another operator, or ask again', () => {
    const one = row({ label: 'a', value: 'x.y' });
    expect(withOperator(one, '!=')).toMatchObject({ operator: '!=', value: 'x.y' });
    const pattern = withOperator(one, '=~');
    expect(pattern).toMatchObject({ operator: '=~', value: 'x\\.y' });
    expect(withOperator(pattern, '=')).toMatchObject({ operator: '=', value: 'x.y' });
    expect(withOperator({ ...pattern, value: 'a|b' }, '=').value).toBeUndefined();
  });
});
