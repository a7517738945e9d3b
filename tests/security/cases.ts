/** Who sends a case: a person of the test identity provider, or a token that proves nobody. */
export type Sender = 'alice' | 'bob' | 'carol' | 'mallory' | 'nobody' | 'expired' | 'other-audience' | 'stranger';

/** One attack or accident, and what it must give. */
export interface SecurityCase {
  /** The case of the threat table that it belongs to, and what is special about it. */
  name: string;
  from: Sender;
  /** The request line, without the protocol version. */
  request: string;
  headers?: readonly string[];
  body?: string;
  /** Further ways of writing the whole request: replaces everything but the token. */
  raw?: (authorization: string) => string;
  /** The status and, for refusals of the gateway, the reason in the text. */
  expect: readonly [status: number, reason?: string];
  /** True when the answer may hold what the sender may see; otherwise nothing may have reached the upstream. */
  answered?: boolean;
}

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const EVERYTHING = encodeURIComponent('{team=~".*"}');
const ALL = `query=${encodeURIComponent('probe')}`;

/** S1: other spellings of the extra keys, in the URL and in the body. All are gone; ours are set once. */
const SMUGGLED = [
  `extra_filters[]=${EVERYTHING}`,
  `extra_filters%5B%5D=${EVERYTHING}`,
  `extra_filters%5b%5d=${EVERYTHING}`,
  `extra_filters=${EVERYTHING}`,
  `%65xtra_filters=${EVERYTHING}`,
  `extra%5Ffilters%5B%5D=${EVERYTHING}`,
  `extra_filters[0]=${EVERYTHING}`,
  `+extra_filters[]=${EVERYTHING}`,
  'extra_filters[]=',
  'extra_filters=',
  'extra_label=team=ops',
  'extra_label=tenant=globex',
  'extra_label=vm_account_id=2',
  '%65%78%74%72%61%5f%6c%61%62%65%6c=tenant=canary',
  `extra_filters[]=${EVERYTHING}&extra_filters[]=${EVERYTHING}&extra_filters=${EVERYTHING}`,
  `${'x=1&'.repeat(1000)}extra_filters[]=${EVERYTHING}`,
  'trace=1',
  'authKey=secret',
  'nocache=1&extra_label=team=ops&cache=0',
];

const inUrl = SMUGGLED.map((smuggled, index): SecurityCase => ({
  name: `S1 smuggled in the URL, spelling ${index + 1}: ${smuggled.slice(0, 60)}`,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query?${ALL}&${smuggled}`,
  expect: [200],
  answered: true,
}));

const inUrlOfPost = SMUGGLED.map((smuggled, index): SecurityCase => ({
  name: `S1 smuggled in the URL of a POST, spelling ${index + 1}: ${smuggled.slice(0, 60)}`,
  from: 'alice',
  request: `POST /backend/{backend}/api/v1/query?${smuggled}`,
  headers: [FORM],
  body: ALL,
  expect: [200],
  answered: true,
}));

const inBody = SMUGGLED.map((smuggled, index): SecurityCase => ({
  name: `S1 smuggled in the body, spelling ${index + 1}: ${smuggled.slice(0, 60)}`,
  from: 'alice',
  request: 'POST /backend/{backend}/api/v1/query',
  headers: [FORM],
  body: `${smuggled}&${ALL}`,
  expect: [200],
  answered: true,
}));

const inQueries: SecurityCase[] = [
  'probe{team="ops"}',
  'probe{team=~".*"}',
  'probe{team="ops"} or probe{team="dev"}',
  '{__name__=~"pro.*"}',
  '{__name__=~".+"}',
  '{team="dev" or team="ops"}',
  'probe{vm_account_id="2"}',
  '{vm_account_id=~".*"}',
  'probe{tenant="globex"}',
  'count by (marker) ({__name__!=""})',
  'label_replace(probe, "team", "dev", "", "")',
  'max_over_time(probe[1h] offset -1m)',
  'probe unless on() vector(0)',
  'WITH (f = {team=~".*"}) probe{f}',
  '({team!="dev"})[10m:1m]',
].flatMap((query): SecurityCase[] => [
  {
    name: `a query that asks for more: ${query}`,
    from: 'alice',
    request: `GET /backend/{backend}/api/v1/query?query=${encodeURIComponent(query)}`,
    expect: [0],
    answered: true,
  },
  {
    name: `a selector that asks for more: ${query}`,
    from: 'alice',
    request: `GET /backend/{backend}/api/v1/series?start=0&match[]=${encodeURIComponent(query)}`,
    expect: [0],
    answered: true,
  },
]);

const metadataQuestions: SecurityCase[] = [
  '/api/v1/labels',
  '/api/v1/label/marker/values',
  '/api/v1/label/team/values',
  '/api/v1/label/__name__/values',
  '/api/v1/label/vm_account_id/values',
  '/api/v1/label/tenant/values?match[]={marker!=""}',
  '/api/v1/series?match[]=probe',
  '/api/v1/metadata',
  '/api/v1/rules',
  '/api/v1/alerts',
  '/api/v1/query_exemplars?query=probe',
  '/api/v1/status/buildinfo',
].map((path) => ({
  name: `a question about names: ${path}`,
  from: 'alice',
  request: `GET /backend/{backend}${path}`,
  expect: [200],
  answered: true,
}));

const bodies: SecurityCase[] = (
  [
    [
      'multipart',
      ['Content-Type: multipart/form-data; boundary=b'],
      '--b\r\nContent-Disposition: form-data; name="query"\r\n\r\nprobe\r\n--b--\r\n',
      415,
      'content-type',
    ],
    ['JSON', ['Content-Type: application/json'], '{"query":"probe"}', 415, 'content-type'],
    ['an unknown type', ['Content-Type: x/y'], ALL, 415, 'content-type'],
    ['a missing type', [], ALL, 415, 'content-type'],
    ['two types', [FORM, 'Content-Type: application/json'], ALL, 400, 'header-repeated'],
    ['a compressed form', [FORM, 'Content-Encoding: gzip'], '\x1f\x8b', 415, 'content-encoding'],
    ['invalid UTF-8', [FORM], 'query=\xff', 400, 'parameter-malformed'],
    ['an overlong slash', [FORM], 'query=%c0%af', 400, 'parameter-malformed'],
    ['a half surrogate', [FORM], 'query=%ed%a0%80', 400, 'parameter-malformed'],
    ['";" as a separator', [FORM], `${ALL};extra_filters[]=${EVERYTHING}`, 400, 'parameter-malformed'],
    ['%zz', [FORM], `${ALL}&x=%zz`, 400, 'parameter-malformed'],
    ['NUL', [FORM], `${ALL}%00`, 400, 'parameter-malformed'],
    ['two queries', [FORM], `${ALL}&query=other`, 400, 'parameter-repeated'],
  ] as const
).map(([name, headers, body, status, reason]) => ({
  name: `S2/S3 a body with ${name}`,
  from: 'alice',
  request: 'POST /backend/{backend}/api/v1/query',
  headers,
  body,
  expect: [status, reason],
}));

const queryStrings: SecurityCase[] = (
  [
    ['";" as a separator', `?${ALL};x=1`, 400, 'parameter-malformed'],
    ['%zz', `?${ALL}&x=%zz`, 400, 'parameter-malformed'],
    ['NUL', `?${ALL}%00`, 400, 'parameter-malformed'],
    ['an overlong slash', '?query=%c0%af', 400, 'parameter-malformed'],
    ['raw UTF-8', '?query=\xc3\xa9', 400, undefined],
    ['a fragment', `?${ALL}#x`, 400, 'target-malformed'],
  ] as const
).map(([name, query, status, reason]) => ({
  name: `S3 a query string with ${name}`,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query${query}`,
  expect: [status, reason],
}));

const tenantHeaders: SecurityCase[] = [
  'AccountID: 2',
  'accountid: 2',
  'ProjectID: 0',
  'X-Scope-OrgID: globex',
  'X_Scope_OrgID: globex',
  'x-scope-orgid: a\r\nX-Scope-OrgID: b',
  'X-Prom-Label-Policy: all',
  'THANOS-TENANT: globex',
  'Connection: close, X-Id-Token, AccountID\r\nAccountID: 2',
  'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-User: carol\r\nX-Forwarded-Uri: /select/2:0/prometheus/api/v1/query',
  'X-Original-URL: /select/2:0/prometheus/api/v1/query',
  'X-Rewrite-URL: /api/v1/admin/tsdb/delete_series',
  'X-HTTP-Method-Override: DELETE',
  'X-Grafana-Context: {"Login":"admin","OrgRole":"Admin"}',
  'X-WEBAUTH-USER: carol',
  'FromAlert: true',
  'Cookie: grafana_session=x; authKey=y',
].map((line) => ({
  name: `S4/S9/S14 a header without effect: ${line.replaceAll('\r\n', ' + ')}`,
  from: 'alice',
  request: `GET /backend/{backend}/api/v1/query?${ALL}`,
  headers: [line],
  expect: [200],
  answered: true,
}));

const targets: SecurityCase[] = (
  [
    ['//api/v1/query', 400],
    ['/api//v1/query', 400],
    ['/api/v1/../v1/query', 400],
    ['/tenant/../select/2:0/prometheus/api/v1/query', 400],
    ['/api/v1/./query', 400],
    ['/api/v1/%2e%2e/v1/query', 400],
    ['/api%2fv1%2fquery', 400],
    ['/api/v1%5cquery', 400],
    ['/api/v1/%252e%252e/query', 400],
    ['/api\\v1\\query', 400],
    ['/api/v1/query%23', 400],
    ['/tenant/acme%2f../api/v1/query', 400],
    ['/api/v1/query%00', 400],
    ['/api/v1/%71uery', 400],
    ['http://127.0.0.1/api/v1/query', 400],
    ['http://127.0.0.1/select/2:0/prometheus/api/v1/query', 400],
    ['/select/2:0/prometheus/api/v1/query', 404],
    ['/select/0:0/prometheus/api/v1/query', 404],
    ['/select/multitenant/prometheus/api/v1/query', 404],
    ['/prometheus/select/2:0/prometheus/api/v1/query', 404],
    ['/tenant/acme/select/2:0/prometheus/api/v1/query', 404],
    ['/backend/cluster/select/2:0/prometheus/api/v1/query', 404],
    ['/insert/2:0/prometheus/api/v1/write', 404],
    ['/prometheus/prometheus/api/v1/query', 404],
    ['/tenant/acme/tenant/globex/api/v1/query', 404],
    ['/tenant/2:0/api/v1/query', 404],
    ['/api/v1/admin/tsdb/delete_series', 404],
    ['/prometheus/api/v1/admin/tsdb/delete_series', 404],
    ['/tenant/acme/api/v1/admin/tsdb/delete_series', 404],
    ['/delete/1/prometheus/api/v1/admin/tsdb/delete_series', 404],
    ['/internal/force_flush', 404],
    ['/internal/resetRollupResultCache', 404],
    ['/snapshot/create', 404],
    ['/metrics', 404],
    ['/flags', 404],
    ['/debug/pprof/heap', 404],
    ['/config', 404],
    ['/api/v1/status/config', 404],
    ['/api/v1/status/flags', 404],
    ['/targets', 404],
    ['/api/v1/targets', 404],
    ['/service-discovery', 404],
    ['/-/reload', 404],
    ['/api/v1/write', 404],
    ['/api/v1/import', 404],
    ['/api/v1/import/prometheus', 404],
    ['/api/v1/export', 404],
    ['/federate', 404],
    ['/api/v1/series/count', 404],
    ['/api/v1/status/tsdb', 404],
    ['/api/v1/status/active_queries', 404],
    ['/api/v1/status/top_queries', 404],
    ['/render', 404],
    ['/metrics/find', 404],
    ['/vmui', 404],
    ['/vmalert/api/v1/rules', 404],
    ['/admin/tenants', 404],
    ['/v1/policy', 404],
    ['/', 404],
  ] as const
).flatMap(([target, status]): SecurityCase[] =>
  (['GET', 'POST'] as const).map((method) => ({
    name: `S5/S6 ${method} ${target}`,
    from: 'carol',
    request: `${method} ${target}?${ALL}&match[]=${encodeURIComponent('{__name__!=""}')}`,
    headers: method === 'POST' ? [FORM] : [],
    expect: [status, status === 400 ? 'target-malformed' : 'endpoint-unknown'],
  }))
);

const methods: SecurityCase[] = ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'].map((method) => ({
  name: `the method ${method}`,
  from: 'carol',
  request: `${method} /backend/{backend}/api/v1/query?${ALL}`,
  expect: [405],
}));

const strangers: SecurityCase[] = (
  [
    ['nobody', 'token-missing'],
    ['expired', 'token-expired'],
    ['other-audience', 'token-audience'],
    ['stranger', 'token-signature'],
  ] as const
).map(([from, reason]) => ({
  name: `S10 somebody who proves nothing: ${from}`,
  from,
  request: `GET /backend/{backend}/api/v1/query?${ALL}`,
  expect: [401, reason],
}));

const tokensElsewhere: SecurityCase[] = [
  {
    name: 'a token in the URL is never read',
    request: `GET /backend/{backend}/api/v1/query?${ALL}&access_token={token}`,
  },
  {
    name: 'a token in the body is never read',
    request: 'POST /backend/{backend}/api/v1/query',
    headers: [FORM],
    body: `${ALL}&access_token={token}`,
  },
  {
    name: 'a token in a cookie is never read',
    request: `GET /backend/{backend}/api/v1/query?${ALL}`,
    headers: ['Cookie: token={token}'],
  },
  {
    name: 'a token in a header that no issuer names is never read',
    request: `GET /backend/{backend}/api/v1/query?${ALL}`,
    headers: ['X-Grafana-Id: {token}', 'X-Forwarded-Access-Token: {token}'],
  },
].map((one) => ({ ...one, from: 'nobody', expect: [401, 'token-missing'] }));

const unmapped: SecurityCase[] = [
  {
    name: 'S10 somebody without a mapping',
    from: 'mallory',
    request: `GET /api/v1/query?${ALL}`,
    expect: [403, 'no-mapping'],
  },
  {
    name: 'S10 somebody without a mapping who names a tenant',
    from: 'mallory',
    request: `GET /tenant/acme/api/v1/query?${ALL}`,
    expect: [403, 'tenant-not-granted'],
  },
  {
    name: 'S10 somebody without a mapping who asks for names',
    from: 'mallory',
    request: 'GET /backend/{backend}/api/v1/labels',
    expect: [403, 'no-mapping'],
  },
  {
    name: 'S10 somebody without a mapping who asks a harmless question',
    from: 'mallory',
    request: 'GET /backend/{backend}/api/v1/metadata',
    expect: [403, 'no-mapping'],
  },
  {
    name: "another's tenant in the URL",
    from: 'alice',
    request: `GET /tenant/globex/api/v1/query?${ALL}`,
    expect: [403, 'tenant-not-granted'],
  },
  {
    name: "another's tenant in the header",
    from: 'alice',
    request: `GET /api/v1/query?${ALL}`,
    headers: ['X-Gatehouse-Tenant: globex'],
    expect: [403, 'tenant-not-granted'],
  },
  {
    name: 'a tenant that does not exist',
    from: 'alice',
    request: `GET /tenant/canary/api/v1/query?${ALL}`,
    expect: [403, 'tenant-not-granted'],
  },
  {
    name: 'a backend that does not exist',
    from: 'alice',
    request: `GET /backend/other/api/v1/query?${ALL}`,
    expect: [403, 'no-mapping'],
  },
  {
    name: 'a URL and a header that contradict each other',
    from: 'alice',
    request: `GET /tenant/acme/api/v1/query?${ALL}`,
    headers: ['X-Gatehouse-Tenant: acme-single'],
    expect: [400, 'tenant-contradictory'],
  },
  {
    name: 'two tenants in two headers',
    from: 'alice',
    request: `GET /api/v1/query?${ALL}`,
    headers: ['X-Gatehouse-Tenant: acme', 'X-Gatehouse-Tenant: acme-single'],
    expect: [400, 'header-repeated'],
  },
  {
    name: 'S13 several tenants on different backends',
    from: 'alice',
    request: `GET /api/v1/query?${ALL}`,
    expect: [403, 'tenant-ambiguous'],
  },
];

const framing: SecurityCase[] = [
  {
    name: 'S11 an upgrade',
    from: 'alice',
    request: `GET /backend/{backend}/api/v1/query?${ALL}`,
    headers: ['Connection: Upgrade', 'Upgrade: h2c'],
    expect: [400],
  },
  {
    name: 'S11 both Content-Length and Transfer-Encoding',
    from: 'alice',
    request: '',
    raw: (authorization) =>
      `POST /backend/{backend}/api/v1/query HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\n${FORM}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /select/2:0/prometheus/api/v1/query?query=probe HTTP/1.1\r\nHost: x\r\n\r\n`,
    expect: [400],
  },
  {
    name: 'S11 two Content-Lengths',
    from: 'alice',
    request: '',
    raw: (authorization) =>
      `POST /backend/{backend}/api/v1/query HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\n${FORM}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nquery=`,
    expect: [400],
  },
  {
    name: 'S11 an obsolete line folding',
    from: 'alice',
    request: '',
    raw: (authorization) =>
      `GET /backend/{backend}/api/v1/query?${ALL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\nX-A: b\r\n AccountID: 2\r\n\r\n`,
    expect: [0],
    answered: true,
  },
  {
    name: 'S2 a GET with a body that smuggles',
    from: 'alice',
    request: `GET /backend/{backend}/api/v1/query?${ALL}`,
    headers: [FORM],
    body: `extra_filters[]=${EVERYTHING}`,
    expect: [200],
    answered: true,
  },
];

/** Every case once for each backend that it names. */
export const CASES: readonly SecurityCase[] = [
  ...inUrl,
  ...inUrlOfPost,
  ...inBody,
  ...inQueries,
  ...metadataQuestions,
  ...bodies,
  ...queryStrings,
  ...tenantHeaders,
  ...targets,
  ...methods,
  ...strangers,
  ...tokensElsewhere,
  ...unmapped,
  ...framing,
].flatMap(perBackend) as readonly SecurityCase[];

function perBackend(one: SecurityCase | { name: string; request: string }): unknown[] {
  if (!JSON.stringify(one).includes('{backend}') && !('raw' in one)) {
    return [one];
  }
  return ['cluster', 'single'].map((backend) => {
    const { raw } = one as SecurityCase;
    return {
      ...one,
      name: `${one.name} (${backend})`,
      request: one.request.replace('{backend}', backend),
      ...(raw === undefined
        ? {}
        : { raw: (authorization: string) => raw(authorization).replace('{backend}', backend) }),
    };
  });
}
