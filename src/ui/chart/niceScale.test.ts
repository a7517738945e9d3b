import { niceScale } from './niceScale';

describe('niceScale', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [98, [0, 50, 100]],
    [1_234, [0, 500, 1_000, 1_500]],
  ])('goes up to at least %d in round numbers', (highest, lines) => {
    expect(niceScale(highest)).toEqual(lines);
  });
});
