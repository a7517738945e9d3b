import { anything, encode, FORM, refused, type SecurityCase, shown } from './case';

const PROBE = 'query=probe';
const SMUGGLED = `GET /select/{globex}/prometheus/api/v1/query?${PROBE} HTTP/1.1\r\nHost: x\r\n\r\n`;
const POST = (authorization: string, ...headers: string[]) =>
  [`POST /backend/{backend}/api/v1/query HTTP/1.1`, 'Host: x', authorization, FORM, ...headers].join('\r\n');
const GET = (authorization: string, ...headers: string[]) =>
  [`GET /backend/{backend}/api/v1/query?${PROBE} HTTP/1.1`, 'Host: x', authorization, ...headers].join('\r\n');

/** S11 and its kind: messages whose end is in dispute. */
const DISPUTED: ReadonlyArray<readonly [name: string, raw: (authorization: string) => string]> = [
  [
    'both Content-Length and Transfer-Encoding',
    (token) => `${POST(token, 'Content-Length: 5', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    'both, the other way round',
    (token) => `${POST(token, 'Transfer-Encoding: chunked', 'Content-Length: 5')}\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ['two Content-Lengths', (token) => `${POST(token, 'Content-Length: 5', 'Content-Length: 6')}\r\n\r\nquery=`],
  [
    'the same Content-Length twice',
    (token) => `${POST(token, 'Content-Length: 11', 'Content-Length: 11')}\r\n\r\n${PROBE}`,
  ],
  ['two lengths in one line', (token) => `${POST(token, 'Content-Length: 11, 11')}\r\n\r\n${PROBE}`],
  ['a negative length', (token) => `${POST(token, 'Content-Length: -1')}\r\n\r\n${PROBE}`],
  ['a signed length', (token) => `${POST(token, 'Content-Length: +11')}\r\n\r\n${PROBE}`],
  ['a hexadecimal length', (token) => `${POST(token, 'Content-Length: 0xb')}\r\n\r\n${PROBE}`],
  ['a length that overflows', (token) => `${POST(token, 'Content-Length: 99999999999999999999')}\r\n\r\n${PROBE}`],
  ['a transfer coding that is not chunked', (token) => `${POST(token, 'Transfer-Encoding: gzip')}\r\n\r\n${PROBE}`],
  ['identity, chunked', (token) => `${POST(token, 'Transfer-Encoding: identity, chunked')}\r\n\r\n0\r\n\r\n`],
  ['gzip, chunked', (token) => `${POST(token, 'Transfer-Encoding: gzip, chunked')}\r\n\r\n0\r\n\r\n`],
  ['chunked, with a parameter', (token) => `${POST(token, 'Transfer-Encoding: chunked;q=1')}\r\n\r\n0\r\n\r\n`],
  ['two Host headers', (token) => `${GET(token, 'Host: y')}\r\n\r\n`],
  ['a signed chunk size', (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\n+b\r\n${PROBE}\r\n0\r\n\r\n`],
  [
    'a chunk size in C’s spelling',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\n0xb\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
  [
    'chunks that end in line feeds alone',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\nb\n${PROBE}\n0\n\n`,
  ],
  [
    'a line feed inside a chunk extension',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\nb;a="\n"\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
  ['line feeds alone', (token) => `${GET(token)}\r\n\r\n`.replaceAll('\r\n', '\n')],
  ['chunked, identity', (token) => `${POST(token, 'Transfer-Encoding: chunked, identity')}\r\n\r\n0\r\n\r\n`],
  [
    'chunked twice',
    (token) => `${POST(token, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}\r\n\r\n0\r\n\r\n`,
  ],
  ['xchunked', (token) => `${POST(token, 'Transfer-Encoding: xchunked')}\r\n\r\n0\r\n\r\n`],
  ['a space before the colon', (token) => `${POST(token, 'Transfer-Encoding : chunked')}\r\n\r\n0\r\n\r\n`],
  ['a vertical tab before chunked', (token) => `${POST(token, 'Transfer-Encoding: \x0bchunked')}\r\n\r\n0\r\n\r\n`],
  [
    'a chunk size that is none',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\nzz\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
  [
    'a chunk size that overflows',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\nfffffffffffffffff\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
  [
    'a chunk longer than it says',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\n2\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
  [
    'a line feed alone after a header',
    (token) => `${POST(token, 'X-A: b\nTransfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n`,
  ],
  [
    'a carriage return alone in a header',
    (token) => `${POST(token, 'X-A: b\rTransfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n`,
  ],
  ['NUL in a header', (token) => `${GET(token, 'X-A: a\0b')}\r\n\r\n`],
  ['a header without a name', (token) => `${GET(token, ': b')}\r\n\r\n`],
  ['a header without a colon', (token) => `${GET(token, 'AccountID')}\r\n\r\n`],
  ['a space before the first header', (token) => GET(token).replace('Host', ' Host') + '\r\n\r\n'],
  ['no Host', (token) => GET(token).replace('Host: x\r\n', '') + '\r\n\r\n'],
  ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['CONNECT', (token) => GET(token).replace(/^GET \S+/, 'CONNECT 127.0.0.1:8428') + '\r\n\r\n'],
  ['nonsense', () => 'nonsense\r\n\r\n'],
  ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  [
    'an upgrade to h2c',
    (token) => `${GET(token, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: x')}\r\n\r\n`,
  ],
  ['an upgrade to a web socket', (token) => `${GET(token, 'Connection: Upgrade', 'Upgrade: websocket')}\r\n\r\n`],
  ['an upgrade without Connection', (token) => `${GET(token, 'Upgrade: websocket')}\r\n\r\n`],
  ['headers longer than any', (token) => `${GET(token, `X-A: ${'a'.repeat(70_000)}`)}\r\n\r\n`],
  ['a target longer than any', (token) => GET(token).replace(PROBE, `${PROBE}&x=${'a'.repeat(70_000)}`) + '\r\n\r\n'],
];

const disputed: SecurityCase[] = DISPUTED.map(([name, raw]) => ({
  name: `S11 ${name}`,
  from: 'alice',
  request: '',
  raw,
  // 400 mostly, 405 or 431 for some; never upstream.
  expect: refused(0),
}));

/** Well-formed, if unusual: at most what was asked for is answered. */
const UNUSUAL: ReadonlyArray<readonly [name: string, raw: (authorization: string) => string]> = [
  ['an obsolete line folding', (token) => `${GET(token, 'X-A: b', ' AccountID: 2')}\r\n\r\n`],
  ['another protocol', (token) => GET(token).replace('HTTP/1.1', 'HTTP/2.0') + '\r\n\r\n'],
  ['no protocol', (token) => GET(token).replace(' HTTP/1.1', '') + '\r\n\r\n'],
  ['HTTP/1.0', (token) => GET(token).replace('HTTP/1.1', 'HTTP/1.0') + '\r\n\r\n'],
  ['an empty line before the request', (token) => `\r\n${GET(token)}\r\n\r\n`],
  [
    'a second request in the body of a GET',
    (token) => `${GET(token, `Content-Length: ${SMUGGLED.length - '{globex}'.length + 12}`)}\r\n\r\n${SMUGGLED}`,
  ],
  [
    'a pipelined second request',
    (token) => `${GET(token)}\r\n\r\n${GET(token).replace('/backend', '/tenant/globex')}\r\n\r\n`,
  ],
  [
    'trailers with tenants',
    (token) =>
      `${POST(token, 'Transfer-Encoding: chunked', 'Trailer: AccountID')}\r\n\r\nb\r\n${PROBE}\r\n0\r\nAccountID: 2\r\nAuthorization: Bearer x\r\n\r\n`,
  ],
  [
    'chunk extensions',
    (token) => `${POST(token, 'Transfer-Encoding: chunked')}\r\n\r\nb;ext="GET /"\r\n${PROBE}\r\n0\r\n\r\n`,
  ],
];

const unusual: SecurityCase[] = UNUSUAL.map(([name, raw]) => ({
  name: `S11 ${name}`,
  from: 'alice',
  request: '',
  raw,
  expect: anything,
}));

const chunkedForms: SecurityCase[] = [
  { name: 'a chunked form', framing: 'chunked' as const },
  { name: 'a form after 100 Continue', framing: 'continue' as const },
].map((one) => ({
  ...one,
  from: 'alice',
  request: 'POST /backend/{backend}/api/v1/query',
  headers: [FORM],
  body: `${PROBE}&extra_filters[]=${encode('{team=~".*"}')}`,
  expect: shown,
}));

/** Refused for its length alone, before the body is waited for. */
const tooLong: SecurityCase = {
  name: 'a form that is too long is refused while there is more to come',
  from: 'alice',
  request: '',
  raw: (authorization) => `${POST(authorization, `Content-Length: ${64 * 1024 * 1024}`)}\r\n\r\n${PROBE}`,
  expect: refused(413, 'body-too-large'),
};

export const FRAMING: readonly SecurityCase[] = [...disputed, ...unusual, ...chunkedForms, tooLong];
