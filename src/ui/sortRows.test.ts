import { compareTexts, nextOrder, sortRows } from './sortRows';

const rows = [
  { name: 'a', size: 2 },
  { name: 'b', size: 1 },
  { name: 'c', size: 2 },
];
const keys = [
  { key: 'name', compare: (a: (typeof rows)[0], b: (typeof rows)[0]) => compareTexts(a.name, b.name) },
  { key: 'size', compare: (a: (typeof rows)[0], b: (typeof rows)[0]) => a.size - b.size },
];

describe('sortRows', () => {
  it.each([
    ['', 'abc'],
    ['name', 'abc'],
    ['-name', 'cba'],
    ['size', 'bac'],
    ['-size', 'acb'],
    ['colour', 'abc'],
  ])('sorts by %j into %s', (order, names) => {
    expect(
      sortRows(rows, keys, order)
        .map(({ name }) => name)
        .join('')
    ).toBe(names);
  });

  it('sorts texts as people do', () => {
    expect(['m-10', 'B', 'm-9', 'a'].sort(compareTexts)).toEqual(['a', 'B', 'm-9', 'm-10']);
  });
});

describe('nextOrder', () => {
  it.each([
    ['', 'name', '-name'],
    ['-name', 'name', ''],
    ['', 'size', 'size'],
    ['size', 'size', '-size'],
    ['-size', 'size', ''],
    ['-name', 'size', 'size'],
  ])('takes %j, after a press on %s, to %j', (order, pressed, next) => {
    expect(nextOrder(order, pressed)).toBe(next);
  });
});
