import { readRequestId } from './readRequestId';

describe('readRequestId', () => {
  it.each([
    ['1f2e3d4c5b6a7980', '1f2e3d4c5b6a7980'],
    ['  1F2E3D4C5B6A7980\n', '1f2e3d4c5b6a7980'],
    ['Gatehouse: no mapping names bob (no-mapping, request 1f2e3d4c5b6a7980)', '1f2e3d4c5b6a7980'],
    ['request', undefined],
    ['no-mapping', undefined],
    ['', undefined],
  ])('finds in %j the number %s', (pasted, number) => {
    expect(readRequestId(pasted)).toBe(number);
  });
});
