import { parseDuration } from './duration';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['5m', 300_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['2w', 1_209_600_000],
  ['1y', 31_536_000_000],
  ['0s', undefined],
  ['-5m', undefined],
  ['1.5h', undefined],
  ['5', undefined],
  ['m', undefined],
  ['1h30m', undefined],
  ['', undefined],
])('the duration %j has %s milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
