import { satisfiesVersion } from './satisfiesVersion';

it.each([
  ['12.2.0', true],
  ['12.2.1', true],
  ['12.10.0', true],
  ['13.0.0', true],
  ['13.2.2+security-01', true],
  ['12.2.0-18893060694', true],
  ['12.1.9', false],
  ['11.6.0', false],
  ['9.5.2', false],
])('%s satisfies >=12.2.0: %s', (version, satisfied) => {
  expect(satisfiesVersion(version, '>=12.2.0')).toBe(satisfied);
});

it.each([
  ['13.2.2', ''],
  ['13.2.2', '^12.0.0'],
  ['13.2.2', '>=12.x'],
  ['main', '>=12.2.0'],
])('does not judge %s by “%s”', (version, needed) => {
  expect(satisfiesVersion(version, needed)).toBeUndefined();
});
