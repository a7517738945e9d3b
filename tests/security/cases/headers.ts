import { FORM, refused, type SecurityCase, shown } from './case';

const PROBE = 'query=probe';

/** S4, S9, S14: without effect on any decision, and never upstream. */
const WITHOUT_EFFECT = [
  'AccountID: 2',
  'accountid: 2',
  'ACCOUNTID: 2',
  'AccountID: {globex}',
  'AccountID: 0\r\nProjectID: 0',
  'ProjectID: 0',
  'projectid: 4294967295',
  'X-Scope-OrgID: globex',
  'X_Scope_OrgID: globex',
  'X-Scope-OrgID: acme|globex',
  'x-scope-orgid: a\r\nX-Scope-OrgID: b',
  'X-Prom-Label-Policy: all',
  'THANOS-TENANT: globex',
  'Thanos-Tenant: globex\r\nthanos-tenant: acme',
  'X-Gatehouse-Backend: other',
  'X_Gatehouse_Tenant: globex',
  'Connection: X-Id-Token, AccountID\r\nAccountID: 2',
  'Connection: Authorization',
  'Connection: X-Gatehouse-Tenant',
  'Connection: close, Host',
  'Keep-Alive: timeout=5',
  'Proxy-Connection: keep-alive',
  'Proxy-Authorization: Bearer {token}',
  'TE: trailers',
  'Trailer: AccountID',
  'Via: 1.1 other',
  'Forwarded: for=127.0.0.1;host=globex;proto=https',
  'User-Agent: curl/8\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-User: carol\r\nX-Forwarded-Uri: /select/{globex}/prometheus/api/v1/query',
  'X-Forwarded-Host: globex\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /select/{globex}',
  'X-Forwarded-Email: bob@globex.example\r\nX-Forwarded-Groups: platform',
  'X-Forwarded-Access-Token: {token}',
  'X-Auth-Request-Access-Token: {token}',
  'X-Original-URL: /select/{globex}/prometheus/api/v1/query',
  'X-Original-URI: /api/v1/admin/tsdb/delete_series',
  'X-Rewrite-URL: /api/v1/admin/tsdb/delete_series',
  'X-Accel-Redirect: /internal/force_flush',
  'X-HTTP-Method-Override: DELETE',
  'X-Grafana-Context: {"Login":"admin","OrgRole":"Admin"}',
  'X-Grafana-User: admin',
  'X-Grafana-Org-Id: 1',
  'X-Grafana-Id: {token}',
  'X-WEBAUTH-USER: carol',
  'X-Remote-User: carol',
  'Remote-User: carol',
  'From: carol@platform.example',
  'User-Agent: vmagent',
  'User-Agent: gatehouse-check',
  'FromAlert: true',
  'Cookie: grafana_session=x; authKey=y',
  'Cookie: token={token}',
  'Cookie: _oauth2_proxy={token}\r\nCookie: b=c',
  'authKey: secret',
  'X-Api-Key: secret',
  'DD-API-KEY: secret',
  'Api-Key: {token}',
  'Range: bytes=0-10',
  'If-None-Match: *',
  'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT',
  'Accept: application/openmetrics-text',
  'Accept-Encoding: gzip',
  'Accept-Encoding: gzip;q=0, zstd, br\r\nAccept-Encoding: deflate',
  'Accept-Encoding: x\x85gzip',
  'Content-Encoding: gzip',
  'Content-Type: text/plain',
  'Origin: https://evil.example\r\nReferer: https://evil.example/',
  'Access-Control-Request-Method: DELETE',
  'Upgrade-Insecure-Requests: 1',
  'X-Prometheus-Remote-Write-Version: 2.0.0',
  'X-Vm-Tenant: {globex}',
  'VM-Account-ID: 2',
] as const;

const withoutEffect: SecurityCase[] = WITHOUT_EFFECT.flatMap((lines): SecurityCase[] => {
  const name = `S4/S9/S14 without effect: ${lines.replaceAll('\r\n', ' + ')}`;
  const get: SecurityCase = {
    name,
    from: 'alice',
    request: `GET /backend/{backend}/api/v1/query?${PROBE}`,
    headers: [lines],
    expect: shown,
  };
  return /^Content|^Trailer/.test(lines)
    ? [get]
    : [
        get,
        {
          ...get,
          name: `${name} (POST)`,
          request: 'POST /backend/{backend}/api/v1/query',
          headers: [FORM, lines],
          body: PROBE,
        },
      ];
});

const REPEATED: ReadonlyArray<readonly [headers: readonly string[], reason: string]> = [
  [['X-Gatehouse-Tenant: acme', 'X-Gatehouse-Tenant: acme'], 'header-repeated'],
  [['X-Gatehouse-Tenant: acme', 'x-gatehouse-tenant: globex'], 'header-repeated'],
];

const repeated: SecurityCase[] = REPEATED.map(([headers, reason]) => ({
  name: `a header that decides stands twice: ${headers.join(' + ')}`,
  from: 'alice',
  request: `GET /api/v1/query?${PROBE}`,
  headers,
  expect: refused(400, reason),
}));

const repeatedTokens: SecurityCase[] = [
  ['Authorization: Bearer {token}'],
  ['authorization: {token}'],
  ['Authorization: Basic YTpi'],
].map((headers) => ({
  name: `a second token beside one's own: ${headers.join(' + ')}`,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query?${PROBE}`,
  headers,
  expect: refused(401),
}));

const otherToken: SecurityCase = {
  name: "T6 another subject's token in another header",
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query?${PROBE}`,
  headers: ['X-Id-Token: {token}'],
  expect: refused(401),
};

export const HEADERS: readonly SecurityCase[] = [...withoutEffect, ...repeated, ...repeatedTokens, otherToken];
