import { groupFindings } from './groupFindings';

describe('groupFindings', () => {
  it('says once what was found at several URLs', () => {
    const finding = { code: 'version-unknown', severity: 'warning', message: 'no version' } as const;
    const other = { code: 'wrong-kind', severity: 'warning', message: 'a single node' } as const;
    expect(groupFindings([{ ...finding, url: 'http://a' }, other, { ...finding, url: 'http://b' }])).toEqual([
      { code: 'version-unknown', message: 'no version', urls: ['http://a', 'http://b'] },
      { code: 'wrong-kind', message: 'a single node', urls: [] },
    ]);
  });
});
