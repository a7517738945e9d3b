import type { IncomingMessage } from 'node:http';
import { ENDPOINTS } from './endpoints';
import { readHeaders, writeHeaders } from './passedHeaders';

function request(headers: Record<string, string | string[]>): IncomingMessage {
  const distinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));
  const joined = Object.fromEntries(Object.entries(distinct).map(([name, values]) => [name, values[0]]));
  return { headers: joined, headersDistinct: distinct } as unknown as IncomingMessage;
}

const row = (path: string) => ENDPOINTS.find((endpoint) => endpoint.path === path) ?? {};
const remoteWrite = row('/api/v1/write');
const lines = row('/api/v1/import');
const otlp = row('/opentelemetry/v1/metrics');

const TENANT_HEADERS = {
  accountid: '2',
  projectid: '3',
  'x-scope-orgid': 'other',
  authorization: 'Bearer x',
  cookie: 'a=b',
};

test.each([
  [undefined, 'identity'],
  ['gzip, deflate, br', 'gzip'],
  ['x-gzipped', 'identity'],
  ['br', 'identity'],
])('a client that accepts %s gets %s', (accepted, expected) => {
  const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted };
  expect(readHeaders(request({ ...headers, ...TENANT_HEADERS, range: 'bytes=0-1' }))).toEqual({
    'accept-encoding': expected,
  });
});

test.each([
  [
    'remote write',
    remoteWrite,
    {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'content-length': '12',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'content-length': '12',
      'x-prometheus-remote-write-version': '0.1.0',
    },
  ],
  [
    'remote write 2.0',
    remoteWrite,
    { 'content-type': 'application/x-protobuf; proto=io.prometheus.write.v2.Request' },
    { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
  ],
  ['OTLP in JSON', otlp, { 'content-type': 'Application/JSON; charset=UTF-8' }, { 'content-type': 'application/json' }],
  ['a form as the body of lines', lines, { 'content-type': 'application/x-www-form-urlencoded' }, {}],
  ['a multipart body', lines, { 'content-type': 'multipart/form-data; boundary=b' }, {}],
  ['an unknown version', remoteWrite, { 'x-prometheus-remote-write-version': '1\t2' }, {}],
  ['no compression', lines, { 'content-encoding': 'identity' }, {}],
  ['compressed lines', lines, { 'content-encoding': 'GZIP' }, { 'content-encoding': 'gzip' }],
])('%s passes what it needs and nothing else', (_name, endpoint, given, passed) => {
  expect(writeHeaders(request({ ...given, ...TENANT_HEADERS, 'stream-mode': '1' }), endpoint)).toEqual({
    'accept-encoding': 'identity',
    ...passed,
  });
});

test.each([
  [remoteWrite, 'gzip'],
  [lines, 'br'],
  [lines, 'gzip, gzip'],
  [lines, ''],
])('an unknown compression is refused', (endpoint, encoding) => {
  expect(() => writeHeaders(request({ 'content-encoding': encoding }), endpoint)).toThrow(
    expect.objectContaining({ status: 415, reason: 'content-encoding' })
  );
});

test.each(['content-type', 'content-encoding', 'x-prometheus-remote-write-version'])('%s twice is refused', (name) => {
  expect(() => writeHeaders(request({ [name]: ['gzip', 'snappy'] }), lines)).toThrow(
    expect.objectContaining({ status: 400, reason: 'header-repeated' })
  );
});
