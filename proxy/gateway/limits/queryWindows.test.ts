import fc from 'fast-check';
import { refuseLongWindows } from './queryWindows';

const DAY = 86_400_000;
const limit = { scope: 'subject', name: '', kind: 'maxRange', value: '1d' } as const;

/** What becomes of a query under a limit of one day: its reason, or that it passes. */
function outcome(query: string, { step }: { step?: number } = { step: 60_000 }): string {
  try {
    refuseLongWindows(query, { limit, milliseconds: DAY }, step);
    return 'passes';
  } catch (error) {
    return (error as { reason: string }).reason;
  }
}

test.each([
  'up',
  '',
  'rate(http_requests_total{job="api",path=~"/a|/b"}[5m])',
  'sum by (job) (rate(x[5m])) / on (job) group_left (team) sum(rate(y[1h30m])) > bool 5 # a comment',
  'x[1d]',
  'x[24h]',
  'x[86400]',
  'x[86399.5]',
  'x[8.64e4]',
  'x[23h59m60s]',
  'x[1.0d]',
  'x[1440i]',
  'x[ 5m ]',
  'x[5m:]',
  'x[:5m]',
  'x[5m:1m]',
  'x[5m : 1m]',
  'x[1d:1d]',
  'max_over_time(x[1d:12h])',
  'max_over_time(rate(x[5m])[1d:5m])',
  'max_over_time(rate(x[1d])[1d:5m])',
  'max_over_time(a[1d]) + max_over_time(b[1d])',
  'max_over_time((rate(a[1d]) or rate(b[1d]))[1d:])',
  'f(rate(a[1d])[1d:], rate(b[1d])[1d:])',
  'x offset 1d',
  'x OFFSET -1d',
  'x[1d] offset 1d',
  'x offset 12h @ end()',
  'x @ 1600000000',
  'x[5m] @ (end() - 30d)',
  'offset',
  'offset{a="b"}[5m] offset 5m',
  'sum(offset) by (offset, le)',
  'a + b default 30d',
  '{__name__="x", offset="90d"}',
  '{a="[90d]"}',
  '{a="\\"[90d]"}',
  "{a='[90d]'}",
  '{a=`[90d]`}',
  '{"http.requests"}[5m]',
  'x # [90d]\n[5m]',
  'count_values("offset 90d", x)',
  'label_set(x, "a", "\\\\")[5m:1m]',
  'WITH (filters = {job="a"}, f(q) = sum(q) by (job)) f(rate(x{filters}[5m]))',
  'температура{город="x"}[5m]',
  'x[$__interval]',
  '5m + 1d30h',
  '0x1F + .5 + 1e-3 + 5Ki + Inf',
])('lets pass: %s', (query) => {
  expect(outcome(query)).toBe('passes');
});

test.each([
  'x[25h]',
  'x[1d1ms]',
  'x[86401]',
  'x[8.7e4]',
  'x[2D]',
  'x[1w]',
  'x[1y]',
  'x[1441i]',
  'x[48h-24h]',
  'x[:25h]',
  'x[5m:25h]',
  'x[5m: 25h]',
  'x\t[\n25h\n]',
  'x # comment\n[25h]',
  'x[#comment\n25h]',
  'x offset 25h',
  'x Offset 25h',
  'x offset -25h',
  'x offset - 25h',
  'x offset +25h',
  'x offset 86401',
  'x[5m] @ 5 offset 25h',
  '(x offset 13h) offset 13h',
  '((a + x offset 13h)) offset 13h',
  'max_over_time(max_over_time(rate(x[1h])[13h:])[13h:])',
  'max_over_time((1 + max_over_time(rate(x[1h])[13h:5m]) / 2)[13h:])',
  'max_over_time(sum(rate(x[1h])[13h:]) by (a)[13h:])',
  'max_over_time((a, rate(x[1h])[13h:])[13h:])',
  'max_over_time(rate(x[1h])[1h:13h])',
  'abs(last_over_time(avg(up)[13h:])[:13h])',
  'a{b="]"}[25h]',
  '{a="\\\\"}[25h] + {b="\\""}',
  "{a='\\\\'}[25h]",
  'WITH (f(q) = sum(q)) f(x[25h])',
])('refuses as too long: %s', (query) => {
  expect(outcome(query)).toBe('limit-max-range');
});

test.each([
  ['a window that a template sets', 'WITH (w = 90d) x[w]'],
  ['an offset that a template sets', 'WITH (w = 90d) x offset w'],
  ['a template with a window, which may be used in itself', 'WITH (f(q) = max_over_time(q[1d:])) f(f(x))'],
  ['the same in letters that Go takes for ASCII', 'W\u0130TH (f(q) = max_over_time(q[1d:])) f(f(x))'],
  ['a template with an offset', 'with(a = x offset 5m) a'],
  ['a template below another', 'with (a = with (b = x[5m]) b) a'],
  ['a window that is computed', 'x[5m * 2]'],
  ['a window with minutes or millions', 'x[5M]'],
  ['a hexadecimal window', 'x[0x10]'],
  ['a window in words', 'x["5m"]'],
  ['no window', 'x[]'],
  ['a window without an end', 'x[5m'],
  ['a second colon', 'x[5m:1m:1m]'],
  ['a computed offset', 'x offset (5m)'],
  ['a computed negative offset', 'x offset -(90d)'],
  ['an offset by a function', 'x offset step()'],
  ['a step of steps', 'max_over_time(rate(x[1h:10i])[1h:10i])'],
  ['a window in steps below another step', 'max_over_time(rate(x[5i])[1h:1m])'],
  ['backticks after a backslash, the end for Prometheus only', '{a=`\\`} + x[90d] + {b=`\\`}'],
  ['a carriage return in a comment, the end for Prometheus only', '# \r x[90d]'],
  ['an escape in a name', 'x\\[5m'],
  ['a string without an end', '"x[90d]'],
  ['what no language has', 'x ; y'],
  ['brackets that do not match', 'x)[5m]'],
  ['braces that do not match', '{a="b"[90d]'],
  ['a variable that nobody filled in', 'rate(x[$window])'],
])('does not guess at %s', (_name, query) => {
  expect(outcome(query)).toBe('range-unclear');
});

test('a window in steps is unclear without a step', () => {
  expect(outcome('x[5i]', {})).toBe('range-unclear');
});

test('reads long queries to the end, and those above 64 KiB not at all', () => {
  const fill = (part: string) => part.repeat(Math.floor(60_000 / part.length));
  expect(outcome(fill('x[5m]+') + 'x')).toBe('passes');
  expect(outcome(fill('-') + 'x[90d]')).toBe('limit-max-range');
  expect(outcome(`{a="${fill('\\"')}"}[90d]`)).toBe('limit-max-range');
  expect(outcome(fill('(') + 'x[5m]')).toBe('limit-max-range');
  expect(outcome('x'.repeat(65_537))).toBe('range-unclear');
});

test('calls in each other reach back by a step each', () => {
  const nested = (depth: number) => 'avg_over_time('.repeat(depth) + 'x' + ')'.repeat(depth);
  expect(outcome(nested(24), { step: 3_600_000 })).toBe('passes');
  expect(outcome(nested(25), { step: 3_600_000 })).toBe('limit-max-range');
  expect(outcome(nested(288), {})).toBe('passes');
  expect(outcome(nested(289), {})).toBe('limit-max-range');
});

describe('laws', () => {
  const leaf = fc.constantFrom(
    'up',
    'x{a="[90d]"}',
    'rate(x[5m])',
    'y[1h] offset 1h',
    '"offset 90d"',
    '`[90d]`',
    '1e3'
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(tie('expression'), fc.constantFrom('+', 'or', '/ on (a)', '> bool'), tie('expression'))
        .map((parts) => parts.join(' ')),
      tie('expression').map((one) => `sum(${one}) by (b)`),
      tie('expression').map((one) => `(${one})[10m:1m]`),
      tie('expression').map((one) => `# [90d]\n${one}`)
    ),
  }));

  test('what only looks like a window never counts', () => {
    fc.assert(fc.property(expression, (query) => expect(outcome(query)).toBe('passes')));
  });

  test('a long window counts wherever it stands', () => {
    fc.assert(
      fc.property(expression, expression, fc.constantFrom('z[90d]', '(z)[90d:1h]', 'z offset 90d'), (a, b, long) => {
        expect(outcome(`${a} + sum(${long}) + ${b}`)).toBe('limit-max-range');
      })
    );
  });

  test('however deep subqueries are nested, they reach no farther than one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 6 }), (hours) => {
        const query = hours.reduce((inner, hour) => `max_over_time(${inner}[${hour}h:])`, 'x');
        const around = hours.slice(1).reduce((sum, hour) => sum + hour, 0);
        expect(outcome(query)).toBe(around > 24 ? 'limit-max-range' : 'passes');
      })
    );
  });
});
