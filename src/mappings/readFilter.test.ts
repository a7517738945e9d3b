import { readFilter } from './readFilter';

describe('readFilter', () => {
  it('accepts a filter without a word', () => {
    expect(readFilter('{team="dev"}')).toEqual({ warnings: [] });
  });

  it('gives the exact error with its place', () => {
    expect(readFilter('{team="a" or team="b"}')).toMatchObject({
      error: '"or" is not allowed inside a filter; write two filters (at character 11)',
      errorOffset: 10,
    });
  });

  it('warns about a matcher that lets series without the label through', () => {
    expect(readFilter('{env="aws",team!="dev"}').warnings).toEqual([
      'team!="dev" also matches series without the label team.',
    ]);
  });
});
