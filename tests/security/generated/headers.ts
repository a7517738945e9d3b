import fc from 'fast-check';
import { FORM, type GeneratedRequest, method, placeFor, reader } from './request';

const HEADER_NAMES = [
  'AccountID',
  'ProjectID',
  'X-Scope-OrgID',
  'X_Scope_OrgID',
  'X-Prom-Label-Policy',
  'THANOS-TENANT',
  'X-Gatehouse-Tenant',
  'X-Gatehouse-Backend',
  'Connection',
  'Keep-Alive',
  'Proxy-Authorization',
  'X-Forwarded-For',
  'X-Forwarded-User',
  'X-Forwarded-Uri',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-HTTP-Method-Override',
  'X-Grafana-Id',
  'X-Grafana-Context',
  'X-Id-Token',
  'X-Gatehouse-Credential',
  'FromAlert',
  'Cookie',
  'User-Agent',
  'Accept-Encoding',
  'Accept',
  'Content-Encoding',
  'Content-Type',
  'Content-Language',
  'TE',
  'Trailer',
  'Via',
  'Forwarded',
  'Range',
  'If-None-Match',
  'Origin',
  'authKey',
  'X-WEBAUTH-USER',
  'Host',
  'Expect',
  'Upgrade',
  'Priority',
  'Max-Forwards',
];
const HEADER_VALUES = [
  '2',
  '0',
  '{globex}',
  'globex',
  'acme',
  'acme|globex',
  'acme-single',
  'x',
  '',
  '*',
  'close',
  'keep-alive',
  'AccountID',
  'Authorization, AccountID',
  'X-Gatehouse-Tenant',
  'Upgrade',
  '100-continue',
  'gzip',
  'gzip, deflate',
  'identity',
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'Bearer {token}',
  '{grafana}',
  '{visitor}',
  '{credential}',
  'Bearer {credential}',
  'Basic {basic}',
  'true',
  '{token}',
  'token={token}',
  '/select/{globex}/prometheus/api/v1/query',
  'DELETE',
  'h2c',
  'trailers',
  '"x',
  '\xff\xfe',
  '\t',
  'a\tb',
  '=',
  ';',
  ',',
  'bytes=0-1',
];

/** A header line that might decide something, or pass something on. */
export const header = fc
  .tuple(
    fc.constantFrom(...HEADER_NAMES),
    fc.constantFrom(...HEADER_VALUES),
    fc.constantFrom('same', 'same', 'lower', 'upper', 'underscore'),
    fc.constantFrom(': ', ':', ':  ', ':\t')
  )
  .map(([name, value, way, colon]) => {
    const written =
      way === 'lower'
        ? name.toLowerCase()
        : way === 'upper'
          ? name.toUpperCase()
          : way === 'underscore'
            ? name.replaceAll('-', '_')
            : name;
    return `${written}${colon}${value}`;
  });

/** A plain question with hostile headers. */
export function headers(now: number): fc.Arbitrary<GeneratedRequest> {
  return fc
    .tuple(
      reader.chain((from) => placeFor(from).map((place) => ({ from, place }))),
      method,
      fc.array(header, { minLength: 1, maxLength: 4 }),
      fc.boolean()
    )
    .map(([{ from, place }, verb, lines, chunked]) => ({
      from,
      line: verb === 'GET' ? `GET ${place}/api/v1/query?query=probe&time=${now / 1000}` : `POST ${place}/api/v1/query`,
      headers: verb === 'POST' ? [FORM, ...lines] : lines,
      body: verb === 'POST' ? `query=probe&time=${now / 1000}` : undefined,
      framing: verb === 'POST' && chunked ? 'chunked' : undefined,
    }));
}
