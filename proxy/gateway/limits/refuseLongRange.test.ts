import { ENDPOINTS } from '../endpoints';
import type { Parameters } from '../parameters';
import type { RangeKind } from './rangeKind';
import { refuseLongRange } from './refuseLongRange';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const limit = { scope: 'tenant', name: 'acme', kind: 'maxRange', value: '1d' } as const;

/** What becomes of a request, given as a query string, under a limit of one day. */
function outcome(kind: RangeKind, query: string): string {
  try {
    refuseLongRange(kind, [...new URLSearchParams(query)] satisfies Parameters, { limit, milliseconds: DAY }, NOW);
    return 'passes';
  } catch (error) {
    return (error as { reason: string }).reason;
  }
}

describe('start and end', () => {
  test.each<[string, RangeKind, string]>([
    ['Unix seconds', 'interval', 'start=1700000000&end=1700086400'],
    ['fractions of seconds', 'range', 'start=1700000000.5&end=1700086400.5'],
    ['RFC 3339', 'interval', 'start=2026-11-20T12:00:00Z&end=2026-11-21T13:00:00.000%2B01:00'],
    ['an open end, which is now', 'range', 'start=2026-11-20T12:00:00Z'],
    ['an end before the start', 'interval', 'start=1700086400&end=1700000000'],
    ['no start of a query, which is five minutes ago', 'range', 'query=x'],
    ['no start and no end for Prometheus, which is five minutes', 'federate', 'match[]=x'],
    ['a moment long ago', 'instant', 'query=x&time=1500000000'],
    ['a moment in any spelling', 'instant', 'query=x&time=-5y'],
  ])('may be a day: %s', (_name, kind, query) => {
    expect(outcome(kind, query)).toBe('passes');
  });

  test.each<[string, RangeKind, string, string]>([
    ['a second more', 'interval', 'start=1700000000&end=1700086401', 'limit-max-range'],
    ['a second more in mixed spellings', 'range', 'start=2026-11-20T12:00:00Z&end=1795262401', 'limit-max-range'],
    ['an open end', 'range', 'start=2026-11-20T11:59:59Z', 'limit-max-range'],
    ['a start of five minutes ago and an end in a day', 'range', 'end=2026-11-22T11:56:00Z', 'limit-max-range'],
    ['no start of an export, which is everything', 'interval', 'match[]=x', 'limit-max-range'],
    ['no start but an end', 'federate', 'end=1700000000', 'limit-max-range'],
    ['two days for Prometheus', 'federate', 'start=1700000000&end=1700172800', 'limit-max-range'],
    ['a long lookback for Prometheus', 'federate', 'max_lookback=2d', 'limit-max-range'],
    ['a relative time', 'range', 'start=-30d&end=0', 'time-unclear'],
    ['a year', 'interval', 'start=1700000000&end=2030', 'time-unclear'],
    ['milliseconds', 'range', 'start=1700000000000', 'time-unclear'],
    ['what some versions take for seconds and some for milliseconds', 'range', 'start=9999999999', 'time-unclear'],
    ['a number with an exponent', 'range', 'start=1e3&end=2e9', 'time-unclear'],
    ['the beginning', 'interval', 'start=0', 'time-unclear'],
    ['a date', 'interval', 'start=2026-11-20', 'time-unclear'],
    ['nothing', 'range', 'start=&end=', 'time-unclear'],
  ])('may not be %s', (_name, kind, query, reason) => {
    expect(outcome(kind, query)).toBe(reason);
  });
});

describe('what a query adds', () => {
  test.each<[RangeKind, string]>([
    ['instant', 'query=x[1d]'],
    ['instant', 'query=x[1440i]&step=1m'],
    ['range', 'query=x[288i]'],
    ['range', 'query=x[1d]&start=1700000000&end=1700086400&step=60&max_lookback=1d&lookback_delta=5m'],
    ['interval', 'query=x[9d]&start=2026-11-21T11:00:00Z'],
    ['instant', ''],
  ])('may be a day: %s %s', (kind, query) => {
    expect(outcome(kind, query)).toBe('passes');
  });

  test.each<[RangeKind, string, string]>([
    ['instant', 'query=x[25h]', 'limit-max-range'],
    ['range', 'query=x+offset+25h&start=1700000000&end=1700000060', 'limit-max-range'],
    ['instant', 'query=rate(x)&step=25h', 'limit-max-range'],
    ['range', 'query=x&step=86401', 'limit-max-range'],
    ['range', 'query=x&max_lookback=2d', 'limit-max-range'],
    ['range', 'query=x&lookback_delta=1e6', 'limit-max-range'],
    ['range', 'query=x[289i]', 'limit-max-range'],
    ['instant', 'query=x[2i]', 'range-unclear'],
    ['instant', 'query=x&step=Inf', 'range-unclear'],
    ['instant', 'query=x&step=0x1p9', 'range-unclear'],
    ['range', 'query=x&step=5i', 'range-unclear'],
    ['range', 'query=x&step=', 'range-unclear'],
  ])('may not be more, and not unclear: %s %s', (kind, query, reason) => {
    expect(outcome(kind, query)).toBe(reason);
  });
});

describe('Graphite', () => {
  test.each<[RangeKind, string]>([
    ['graphite', 'target=a.b'],
    ['graphite', 'from=-1d&target=a.b'],
    ['graphite', 'from=-24h&target=a.b'],
    ['graphite', 'from=-3days&until=-2days&target=a.b'],
    ['graphite', 'from=-1440min&until=now&target=a.b'],
    ['graphite', 'from=1700000000&until=1700086400'],
    ['graphite', 'target=aliasByNode(sumSeries(a.{b,c}.[0-9]*),1,-1)|scale(2.5)|absolute'],
    ['graphite', "target=alias(seriesByTag('name=x','a=~timeShift('),%22movingAverage(%22)"],
    ['graphite', "target=aliasSub(a.b,'^(.*)$','\\\\1')"],
    ['graphite', 'target=timeShift'],
    ['graphiteNames', 'query=*&from=1795176000'],
  ])('may read a day: %s %s', (kind, query) => {
    expect(outcome(kind, query)).toBe('passes');
  });

  test.each<[RangeKind, string, string]>([
    ['graphite', 'from=-25h&target=a', 'limit-max-range'],
    ['graphite', 'from=-1mon&target=a', 'limit-max-range'],
    ['graphite', 'from=-1m&target=a', 'time-unclear'],
    ['graphite', 'from=20260101&target=a', 'time-unclear'],
    ['graphite', 'from=midnight&target=a', 'time-unclear'],
    ['graphite', "target=a&target=timeShift(a,'90d')", 'range-unclear'],
    ['graphite', "target=timeShift%09(a,'90d')", 'range-unclear'],
    ['graphite', 'target=sumSeries(a,movingAverage(b,1000000))', 'range-unclear'],
    ['graphite', "target=a|timeShift('90d')", 'range-unclear'],
    ['graphite', 'target=a|+holtWintersForecast', 'range-unclear'],
    ['graphite', "target=applyByNode(a,1,'timeShift(%25,%2290d%22)')", 'range-unclear'],
    ['graphite', "target=aliasQuery(a,'a','timeShift(b,%2290d%22)','c')", 'range-unclear'],
    ['graphite', "target=sumSeries(a.{b'c},timeShift(a,'90d'))", 'range-unclear'],
    ['graphite', "target=sumSeries(a.[b'c],timeShift(a,'90d'))", 'range-unclear'],
    ['graphite', "target=time\\Shift(a,'90d')", 'range-unclear'],
    ['graphite', "target=group(a,'b\\\\',timeShift(a,'90d'))", 'range-unclear'],
    ['graphite', "target=sumSeries('a", 'range-unclear'],
    ['graphiteNames', 'query=*', 'limit-max-range'],
    ['graphiteNames', 'query=*&from=-1d', 'time-unclear'],
  ])('may not read more, and not unclear: %s %s', (kind, query, reason) => {
    expect(outcome(kind, query)).toBe(reason);
  });
});

test('what is refused names the limit and says what to do', () => {
  const refused = (kind: RangeKind, parameters: Parameters) => {
    try {
      refuseLongRange(kind, parameters, { limit, milliseconds: DAY }, NOW);
    } catch (error) {
      return error;
    }
    return undefined;
  };
  expect(refused('interval', [])).toMatchObject({
    status: 422,
    message: 'the tenant acme allows a range of at most 1d; a request without a start reads everything: give one',
    headers: { 'X-Gatehouse-Limit': 'tenant:acme; maxRange=1d' },
  });
  expect(refused('range', [['start', '2026-11-19T12:00:00Z']])).toMatchObject({
    message: expect.stringMatching(/; this range is 2d$/),
  });
  expect(refused('instant', [['query', 'x[1w]']])).toMatchObject({
    message: expect.stringMatching(/; the window \[1w\] is longer$/),
  });
});

test('every endpoint whose parameters say a time has its kind of range', () => {
  const timed = ENDPOINTS.filter(
    ({ access, parameters }) =>
      access === 'read' &&
      ['start', 'end', 'from', 'until', 'time', 'step', 'target'].some((name) => name in parameters)
  );
  expect(timed.length).toBeGreaterThan(10);
  expect(timed.filter(({ range }) => range === undefined)).toEqual([]);
});
