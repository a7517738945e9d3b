import { encode, FORM, refused, type SecurityCase } from './case';

const EVERYTHING = encode('{team=~".*"}');
const PROBE = 'query=probe';

/** S2 and S3: bodies that could be read in another way than they are checked. */
const BODIES: ReadonlyArray<
  readonly [name: string, headers: readonly string[], body: string, status: number, reason: string]
> = [
  [
    'a multipart form',
    ['Content-Type: multipart/form-data; boundary=b'],
    '--b\r\nContent-Disposition: form-data; name="query"\r\n\r\nprobe\r\n--b--\r\n',
    415,
    'content-type',
  ],
  [
    'a multipart form that smuggles',
    ['Content-Type: multipart/form-data; boundary=b'],
    '--b\r\nContent-Disposition: form-data; name="extra_filters[]"\r\n\r\n{team="ops"}\r\n--b--\r\n',
    415,
    'content-type',
  ],
  ['JSON', ['Content-Type: application/json'], '{"query":"probe"}', 415, 'content-type'],
  ['plain text', ['Content-Type: text/plain'], PROBE, 415, 'content-type'],
  ['an unknown type', ['Content-Type: x/y'], PROBE, 415, 'content-type'],
  ['an empty type', ['Content-Type: '], PROBE, 415, 'content-type'],
  [
    'a type with a parameter',
    ['Content-Type: application/x-www-form-urlencoded; boundary=b'],
    PROBE,
    415,
    'content-type',
  ],
  ['another charset', ['Content-Type: application/x-www-form-urlencoded; charset=utf-16'], PROBE, 415, 'content-type'],
  [
    'UTF-7',
    ['Content-Type: application/x-www-form-urlencoded; charset=utf-7'],
    '+AGU-xtra_label=x',
    415,
    'content-type',
  ],
  ['two types in one line', [`${FORM}, application/json`], PROBE, 415, 'content-type'],
  ['a missing type', [], PROBE, 415, 'content-type'],
  ['two types', [FORM, 'Content-Type: application/json'], PROBE, 400, 'header-repeated'],
  ['the type twice', [FORM, FORM], PROBE, 400, 'header-repeated'],
  ['a compressed form', [FORM, 'Content-Encoding: gzip'], '\x1f\x8b', 415, 'content-encoding'],
  ['a deflated form', [FORM, 'Content-Encoding: deflate'], PROBE, 415, 'content-encoding'],
  ['a form in an unknown encoding', [FORM, 'Content-Encoding: x'], PROBE, 415, 'content-encoding'],
  ['a form in two encodings', [FORM, 'Content-Encoding: identity, gzip'], PROBE, 415, 'content-encoding'],
  ['two encodings', [FORM, 'Content-Encoding: identity', 'Content-Encoding: gzip'], PROBE, 400, 'header-repeated'],
  ['invalid UTF-8', [FORM], 'query=\xff', 400, 'parameter-malformed'],
  ['UTF-16', [FORM], 'q\0u\0e\0r\0y\0=\0u\0p\0', 400, 'parameter-malformed'],
  ['an overlong slash', [FORM], 'query=%c0%af', 400, 'parameter-malformed'],
  ['an overlong slash as bytes', [FORM], 'query=\xc0\xaf', 400, 'parameter-malformed'],
  ['half a surrogate', [FORM], 'query=%ed%a0%80', 400, 'parameter-malformed'],
  ['a truncated sequence', [FORM], 'query=%e2%82', 400, 'parameter-malformed'],
  ['beyond Unicode', [FORM], 'query=%f4%90%80%80', 400, 'parameter-malformed'],
  ['";" as a separator', [FORM], `${PROBE};extra_filters[]=${EVERYTHING}`, 400, 'parameter-malformed'],
  ['";" as a separator, encoded twice', [FORM], `${PROBE}%253B;x=1`, 400, 'parameter-malformed'],
  ['%zz', [FORM], `${PROBE}&x=%zz`, 400, 'parameter-malformed'],
  ['%zz in a name', [FORM], `${PROBE}&%zz=1`, 400, 'parameter-malformed'],
  ['% at the end', [FORM], `${PROBE}%`, 400, 'parameter-malformed'],
  ['%2 at the end', [FORM], `${PROBE}&x=%2`, 400, 'parameter-malformed'],
  ['%u0065', [FORM], `%u0065xtra_label=x&${PROBE}`, 400, 'parameter-malformed'],
  ['NUL', [FORM], `${PROBE}%00`, 400, 'parameter-malformed'],
  ['NUL as a byte', [FORM], `${PROBE}\0`, 400, 'parameter-malformed'],
  ['NUL in a name', [FORM], `extra_label%00=x&${PROBE}`, 400, 'parameter-malformed'],
  ['two queries', [FORM], `${PROBE}&query=other`, 400, 'parameter-repeated'],
  ['two times', [FORM], `${PROBE}&time=1&time=2`, 400, 'parameter-repeated'],
  ['too many parameters', [FORM], `${PROBE}${'&x=1'.repeat(10_001)}`, 400, 'parameters-too-many'],
  ['more than a form may have', [FORM], `${PROBE}&x=${'y'.repeat(1024 * 1024)}`, 413, 'body-too-large'],
];

const bodies: SecurityCase[] = BODIES.map(([name, headers, body, status, reason]) => ({
  name: `S2/S3 a body with ${name}`,
  from: 'alice',
  request: 'POST /backend/{backend}/api/v1/query',
  headers,
  body,
  expect: refused(status, reason),
}));

const becomesTooLong: SecurityCase = {
  name: 'S2/S3 a chunked form that becomes too long',
  from: 'alice',
  request: 'POST /backend/{backend}/api/v1/query',
  headers: [FORM],
  body: `${PROBE}&x=${'y'.repeat(1024 * 1024)}`,
  framing: 'chunked',
  expect: refused(413, 'body-too-large'),
};

const elsewhere: SecurityCase[] = ['/api/v1/series', '/api/v1/export', '/graphite/tags/findSeries'].flatMap((path) =>
  BODIES.slice(0, 6).map(([name, headers, body, status, reason]) => ({
    name: `S2/S3 a body with ${name} at ${path}`,
    from: 'alice',
    request: `POST /backend/{backend}${path}`,
    headers,
    body,
    expect: refused(status, reason),
  }))
);

const split: SecurityCase[] = [
  { name: 'one query in the URL and one in the body', target: '?query=probe', body: 'query=other' },
  { name: 'one time in the URL and one in the body', target: '?time=1', body: 'query=probe&time=2' },
  {
    name: 'too many parameters, half of them in the URL',
    target: `?a${'&a'.repeat(3_000)}`,
    body: `query=probe${'&a'.repeat(3_000)}`,
    reason: 'parameters-too-many',
  },
].map(({ name, target, body, reason = 'parameter-repeated' }) => ({
  name,
  from: 'alice',
  request: `POST /backend/{backend}/api/v1/query${target}`,
  headers: [FORM],
  body,
  expect: refused(400, reason),
}));

const QUERY_STRINGS: ReadonlyArray<readonly [name: string, query: string, reason?: string]> = [
  ['";" as a separator', `?${PROBE};x=1`, 'parameter-malformed'],
  ['";" before a smuggled key', `?${PROBE};extra_filters[]=${EVERYTHING}`, 'parameter-malformed'],
  ['%zz', `?${PROBE}&x=%zz`, 'parameter-malformed'],
  ['NUL', `?${PROBE}%00`, 'parameter-malformed'],
  ['an overlong slash', '?query=%c0%af', 'parameter-malformed'],
  ['a lone continuation byte', '?query=%80', 'parameter-malformed'],
  ['two queries', `?${PROBE}&query=other`, 'parameter-repeated'],
  ['two queries, one in disguise', `?${PROBE}&%71uery=other`, 'parameter-repeated'],
  ['raw UTF-8', '?query=\xc3\xa9'],
  ['a raw space', '?query=a b'],
  ['a raw tab', '?query=a\tb'],
  ['a DEL', '?query=a\x7f'],
  ['a fragment', `?${PROBE}#x`, 'target-malformed'],
  ['too many parameters', `?${PROBE}${'&a'.repeat(10_001)}`, 'parameters-too-many'],
];

const queryStrings: SecurityCase[] = QUERY_STRINGS.map(([name, query, reason]) => ({
  name: `S3 a query string with ${name}`,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query${query}`,
  expect: refused(400, reason),
}));

export const BODY_CASES: readonly SecurityCase[] = [...bodies, becomesTooLong, ...elsewhere, ...split, ...queryStrings];
