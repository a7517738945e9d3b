import { isIn, printVersion, readVersion, type Version } from './version';

test.each<[string, string | undefined]>([
  ['victoria-metrics-20220804-093540-tags-v1.79.1-0-g8ba6a2c2f', 'v1.79.1'],
  ['vmselect-20260821-tags-v1.150.0-cluster', 'v1.150.0'],
  ['vminsert-20240827-103000-tags-v1.97.8-enterprise-cluster-0-g1a2b3c4', 'v1.97.8'],
  ['v1.110.10', 'v1.110.10'],
  ['victoria-metrics-20250101-120000-heads-master-0-g1a2b3c4d', undefined],
  ['victoria-metrics-20250101-tags-v1.150', undefined],
  ['', undefined],
])('of %j is %s', (text, expected) => {
  const version = readVersion(text);
  expect(version && printVersion(version)).toBe(expected);
});

describe('a change that is in v1.143.0, and in two lines of long-term support from v1.136.9 and v1.122.22 on', () => {
  const releases = { since: 'v1.143.0', lines: ['v1.136.9', 'v1.122.22'] };

  test.each<[boolean, Version]>([
    [true, [1, 143, 0]],
    [true, [1, 143, 1]],
    [true, [1, 150, 0]],
    [true, [2, 0, 0]],
    [true, [1, 136, 9]],
    [true, [1, 136, 15]],
    [true, [1, 122, 22]],
    [true, [1, 122, 100]],
    [false, [1, 142, 9]],
    [false, [1, 137, 0]],
    [false, [1, 137, 10]],
    [false, [1, 136, 8]],
    [false, [1, 135, 99]],
    [false, [1, 123, 22]],
    [false, [1, 122, 21]],
    [false, [1, 110, 31]],
    [false, [0, 200, 0]],
  ])('is %p in %j', (expected, version) => {
    expect(isIn(version, releases)).toBe(expected);
  });
});
