import fc from 'fast-check';
import { ENDPOINTS } from './endpoints';
import { encodeForm, readParameters } from './parameters';

const endpoint = (path: string) => {
  const found = ENDPOINTS.find((one) => one.path === path);
  if (found === undefined) {
    throw new Error(`no endpoint ${path}`);
  }
  return found;
};
const query = endpoint('/api/v1/query');
const series = endpoint('/api/v1/series');

describe('readParameters', () => {
  test.each([
    ['', 'query=up', [['query', 'up']]],
    [
      'query=up',
      'time=5',
      [
        ['query', 'up'],
        ['time', '5'],
      ],
    ],
    ['query=sum%28a%2Bb%29+by', '', [['query', 'sum(a+b) by']]],
    ['query=%E2%82%AC', '', [['query', '€']]],
    ['query=a%3Bb', '', [['query', 'a;b']]],
    ['query', '', [['query', '']]],
    ['&&query=a&&', '', [['query', 'a']]],
    ['query=a=b', '', [['query', 'a=b']]],
  ])('reads the body %j and the query string %j', (body, text, expected) => {
    expect(readParameters(query, body, text)).toEqual(expected);
  });

  test.each([
    '/api/v1/query',
    '/api/v1/query_range',
    '/api/v1/series',
    '/api/v1/labels',
    '/api/v1/label/:label/values',
    '/api/v1/export',
    '/api/v1/export/csv',
    '/api/v1/export/native',
    '/federate',
    '/api/v1/status/tsdb',
    '/api/v1/series/count',
  ])('%s can be asked for all or nothing', (path) => {
    expect(readParameters(endpoint(path), '', 'deny_partial_response=1')).toEqual([['deny_partial_response', '1']]);
  });

  test('keeps every value of a list, those of the body first', () => {
    expect(readParameters(series, 'match[]=b', 'match%5B%5D=a&match[]=c')).toEqual([
      ['match[]', 'b'],
      ['match[]', 'a'],
      ['match[]', 'c'],
    ]);
  });

  test.each([
    'extra_label=a=b',
    'extra_filters={a="b"}',
    'extra_filters[]={a="b"}',
    'extra_filters%5B%5D=x',
    'extra_filters%5b%5d=x',
    '%65xtra_label=x',
    '%65%78%74%72%61_filters=x',
    'extra_filters[0]=x',
    'Extra_label=x',
    'extra_filters[]',
    'trace=1',
    'authKey=x',
    'access_token=x',
    '__proto__=x',
    'constructor=x',
    'toString=x',
  ])('drops %s wherever it stands', (smuggled) => {
    for (const [body, text] of [
      [smuggled, 'query=up'],
      ['query=up', smuggled],
      [smuggled, `query=up&${smuggled}`],
    ] as const) {
      expect(readParameters(query, body, text)).toEqual([['query', 'up']]);
    }
  });

  test('drops a smuggled parameter behind a thousand others', () => {
    const others = Array.from({ length: 1000 }, (_, index) => `x${index}=1`).join('&');
    expect(readParameters(query, '', `${others}&extra_label=a&query=up`)).toEqual([['query', 'up']]);
  });

  test.each([
    ['query=up;extra_label=a', 'parameter-malformed'],
    ['query=%zz', 'parameter-malformed'],
    ['query=%', 'parameter-malformed'],
    ['query=%00', 'parameter-malformed'],
    ['query=%ff', 'parameter-malformed'],
    ['query=%c0%af', 'parameter-malformed'],
    ['query=%ed%a0%80', 'parameter-malformed'],
    ['%zz=1&query=up', 'parameter-malformed'],
    ['query=a&query=b', 'parameter-repeated'],
    ['query=a&%71uery=b', 'parameter-repeated'],
  ])('refuses %s', (text, reason) => {
    expect(() => readParameters(query, '', text)).toThrow(expect.objectContaining({ status: 400, reason }));
    expect(() => readParameters(query, text, '')).toThrow(expect.objectContaining({ status: 400, reason }));
  });

  test('refuses a parameter given in the body and in the URL', () => {
    expect(() => readParameters(query, 'query=a', 'query=b')).toThrow('may be given once');
  });

  test('refuses more parameters than anybody needs', () => {
    expect(() => readParameters(query, '', 'a&'.repeat(4001))).toThrow('at most 4000 parameters');
    expect(() => readParameters(query, 'a&'.repeat(2001), 'a&'.repeat(2001))).toThrow('at most 4000 parameters');
    expect(readParameters(query, 'a=1&'.repeat(2000), 'b&'.repeat(1998))).toEqual([]);
  });
});

describe('encodeForm', () => {
  test('writes what is read back unchanged, and rewriting changes nothing more', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))), (values) => {
        const parameters = values.map((value) => ['match[]', value] as const);
        const text = encodeForm(parameters);
        expect(readParameters(series, '', text)).toEqual(parameters);
        expect(encodeForm(readParameters(series, '', text))).toBe(text);
      })
    );
  });

  test('whatever a client sends, only parameters of the endpoint come out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), (text) => {
        let names: string[];
        try {
          names = readParameters(query, '', text).map(([name]) => name);
        } catch {
          return;
        }
        expect(names.filter((name) => !(name in query.parameters))).toEqual([]);
      })
    );
  });
});
