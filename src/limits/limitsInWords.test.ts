import { limitsInWords, shortLimits } from './limitsInWords';

const ALL = { requestsPerMinute: 12_000, concurrency: 2, maxRange: '30d' };

describe('limits in words', () => {
  it('say each limit that is set', () => {
    expect(limitsInWords(ALL)).toEqual(['at most 12,000 requests a minute', '2 at a time', 'over at most 30d']);
    expect(limitsInWords({ requestsPerMinute: 1 })).toEqual(['at most 1 request a minute']);
    expect(limitsInWords(undefined)).toEqual([]);
  });

  it('fit into a cell', () => {
    expect(shortLimits(ALL)).toBe('12,000/min, 2 at once, range 30d');
    expect(shortLimits({ maxRange: '12h' })).toBe('range 12h');
    expect(shortLimits({ requestsPerMinute: '', concurrency: '2x', maxRange: '' })).toBe('2x at once');
    expect(shortLimits({})).toBe('');
    expect(shortLimits(undefined)).toBe('');
  });
});
