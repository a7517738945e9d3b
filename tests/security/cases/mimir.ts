import { anything, FORM, own, refused, type SecurityCase, shown, written } from './case';

const PROBE = 'query=up';

/** Mimir's tenants stand in a header, so whatever the client says there must count for nothing. */
const HEADERS = [
  'X-Scope-OrgID: tax',
  'x-scope-orgid: {tax}',
  'X-Scope-OrgID: {tax}|{pay}',
  'X-Scope-OrgID: {tax}\r\nX-Scope-OrgID: {pay}',
  'X_Scope_OrgID: {tax}',
  'X-Scope-Orgid:{tax}',
  'Connection: X-Scope-OrgID\r\nX-Scope-OrgID: {tax}',
  'X-Org-Id: {tax}',
  'Authorization-Org: {tax}',
  'Cache-Control: no-store',
  'X-Mimir-Block-Ids: x',
];

const headers: SecurityCase[] = HEADERS.flatMap((lines) => [
  {
    name: `S4 Mimir, ${lines.replaceAll('\r\n', ' + ')}`,
    from: 'mia',
    request: `GET /tenant/pay/api/v1/query?${PROBE}`,
    headers: [lines],
    expect: shown,
  },
  {
    name: `S4 Mimir by POST, ${lines.replaceAll('\r\n', ' + ')}`,
    from: 'mia',
    request: 'POST /backend/mimir/api/v1/query',
    headers: [FORM, lines],
    body: `${PROBE}&X-Scope-OrgID={tax}&extra_label=org={tax}`,
    expect: shown,
  },
  {
    name: `S4 a write to Mimir, ${lines.replaceAll('\r\n', ' + ')}`,
    from: 'mona',
    request: 'POST /tenant/pay/api/v1/push',
    headers: ['Content-Type: application/x-protobuf', 'Content-Encoding: snappy', lines],
    body: 'x',
    expect: written('taken'),
  },
]);

const questions: SecurityCase[] = (
  [
    ['mia', '/api/v1/query_range?query=up&start=0&end=1&step=1', shown],
    ['mia', '/api/v1/series?match[]=up', shown],
    ['mia', '/api/v1/labels', anything],
    ['mia', '/api/v1/label/org/values', shown],
    ['mia', '/api/v1/label/__tenant_id__/values', anything],
    ['mia', '/api/v1/metadata', anything],
    ['mia', '/api/v1/rules', anything],
    ['mia', '/api/v1/alerts', anything],
    ['mia', '/api/v1/query_exemplars?query=up', anything],
    ['mia', '/api/v1/status/buildinfo', anything],
    ['mike', '/api/v1/query?query=up', shown],
    ['mike', '/api/v1/label/org/values', shown],
    ['mike', '/api/v1/rules', own()],
    ['mike', '/api/v1/alerts', own()],
    ['mia', '/api/v1/export?match[]=up', refused(404, 'endpoint-unsupported')],
    ['mia', '/federate?match[]=up', refused(404, 'endpoint-unsupported')],
    ['mia', '/graphite/tags', refused(404, 'endpoint-unsupported')],
    ['mia', '/vmui/', refused(404, 'endpoint-unsupported')],
    ['mia', '/api/v1/status/tsdb', refused(404, 'endpoint-unsupported')],
    ['mia', '/api/v1/user_limits', refused(404, 'endpoint-unknown')],
    ['mia', '/config/v1/rules', refused(404, 'endpoint-unknown')],
    ['mia', '/api/v1/cardinality/label_names', refused(404, 'endpoint-unknown')],
    ['mona', '/api/v1/query?query=up', refused(403, 'read-not-granted')],
  ] as const
).map(([from, path, expect]) => ({
  name: `Mimir, asked by ${from}: ${path}`,
  from,
  request: `GET /backend/mimir${path}`,
  expect,
}));

const tenants: SecurityCase[] = (
  [
    ['mia', 'GET /tenant/tax/api/v1/query?query=up', 403, 'tenant-not-granted'],
    ['mia', 'GET /tenant/MARK_mimir_tax/api/v1/query?query=up', 403, 'tenant-not-granted'],
    ['mia', 'POST /tenant/pay/api/v1/push', 403, 'write-not-granted'],
    ['mona', 'POST /tenant/tax/api/v1/push', 403, 'tenant-not-granted'],
    ['mona', 'POST /tenant/pay/api/v1/import', 404, 'endpoint-unsupported'],
    ['mona', 'POST /tenant/pay/influx/write', 404, 'endpoint-unsupported'],
    ['alice', 'GET /backend/mimir/api/v1/query?query=up', 403, 'no-mapping'],
    ['mike', 'POST /backend/mimir/api/v1/push', 403, 'write-not-granted'],
  ] as const
).map(([from, request, status, reason]) => ({
  name: `Mimir, not for ${from}: ${request}`,
  from,
  request,
  body: 'x',
  expect: refused(status, reason),
}));

export const MIMIR: readonly SecurityCase[] = [...headers, ...questions, ...tenants];
