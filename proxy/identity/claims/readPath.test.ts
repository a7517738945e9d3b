import { readPath, readSingle } from './readPath';

test('what claims inherit is not theirs', () => {
  const claims: Record<string, unknown> = Object.create({ groups: ['a'], org: { unit: 'x' } });
  expect(readPath(claims, 'groups')).toEqual([]);
  expect(readSingle(claims, 'org.unit')).toBeUndefined();
});

test('arrays in arrays lead nowhere', () => {
  expect(readPath({ groups: [[{ name: 'a' }], { name: 'b' }] }, 'groups.name')).toEqual(['b']);
});

test('one value is never looked for in an array', () => {
  const claims = { emails: [{ value: 'a@b.c' }] };
  expect(readSingle(claims, 'emails.value')).toBeUndefined();
  expect(readPath(claims, 'emails.value')).toEqual(['a@b.c']);
});

test.each(['', '.', 'a.', '.a', 'a..b'])('an odd path is a path: %j', (path) => {
  expect(readPath({ a: { b: 'x' } }, path)).toEqual([]);
  expect(readPath({ [path]: 'x' }, path)).toEqual(['x']);
});
