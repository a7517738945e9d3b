import type { Sender } from '../senders';
import { anything, answered, encode, FORM, own, refused, type SecurityCase, shown } from './case';

const PROBE = 'query=probe';

/** S10: whoever proves nothing gets nothing, on every kind of endpoint. */
const strangers: SecurityCase[] = (
  [
    ['nobody', 'token-missing'],
    ['expired', 'token-expired'],
    ['other-audience', 'token-invalid'],
    ['stranger', 'token-invalid'],
  ] as const
).flatMap(([from, reason]) =>
  [
    `GET /backend/{backend}/api/v1/query?${PROBE}`,
    `POST /tenant/acme/api/v1/query?${PROBE}`,
    'GET /backend/{backend}/api/v1/metadata',
    'GET /backend/{backend}/api/v1/export?match[]=probe',
    'GET /backend/{backend}/vmui/',
    'GET /backend/{backend}/graphite/functions',
    'POST /backend/{backend}/api/v1/import',
    'POST /tenant/globex/api/v1/write',
  ].map((request) => ({
    name: `S10 ${from} gets nothing: ${request}`,
    from,
    request,
    headers: request.startsWith('POST') && request.includes('query') ? [FORM] : [],
    expect: refused(401, reason),
  }))
);

/** A token counts only in the headers that an issuer names. */
const tokensElsewhere: SecurityCase[] = (
  [
    ['in the URL', `GET /backend/{backend}/api/v1/query?${PROBE}&access_token={token}`, [], undefined],
    ['in the URL as jwt', `GET /backend/{backend}/api/v1/query?${PROBE}&jwt={token}&token={token}`, [], undefined],
    ['in the body', 'POST /backend/{backend}/api/v1/query', [FORM], `${PROBE}&access_token={token}`],
    [
      'in a cookie',
      `GET /backend/{backend}/api/v1/query?${PROBE}`,
      ['Cookie: token={token}; Authorization={token}'],
      undefined,
    ],
    [
      'in X-Forwarded-Access-Token',
      `GET /backend/{backend}/api/v1/query?${PROBE}`,
      ['X-Forwarded-Access-Token: {token}'],
      undefined,
    ],
    [
      'in Proxy-Authorization',
      `GET /backend/{backend}/api/v1/query?${PROBE}`,
      ['Proxy-Authorization: Bearer {token}'],
      undefined,
    ],
    ['in DD-API-KEY', 'POST /backend/{backend}/datadog/api/v1/series', ['DD-API-KEY: {token}'], '{}'],
    ['in the URL of a write', 'POST /backend/{backend}/api/v1/import?token={token}&authKey={token}', [], '{}'],
  ] as const
).map(([where, request, headers, body]) => ({
  name: `a token ${where} is never read`,
  from: 'nobody',
  request,
  headers,
  body,
  expect: refused(401, 'token-missing'),
}));

const broken: SecurityCase[] = [
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Basic YTpi',
  'Bearer a.b.c',
  'Bearer {token}x',
  'Bearer {token} {token}',
  'Token {token}',
].map((value) => ({
  name: `S10 Authorization: ${value}`,
  from: 'nobody',
  request: `GET /backend/{backend}/api/v1/query?${PROBE}`,
  headers: [`Authorization: ${value}`],
  expect: refused(401),
}));

/** S10 and S13: who is known and has nothing to ask for there. */
const REFUSED: ReadonlyArray<
  readonly [name: string, from: Sender, request: string, status: number, reason: string, header?: string]
> = [
  ['S10 without a mapping', 'mallory', `GET /api/v1/query?${PROBE}`, 403, 'no-mapping'],
  ['S10 without a mapping, on a backend', 'mallory', `GET /backend/{backend}/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  [
    'S10 without a mapping, a tenant named',
    'mallory',
    `GET /tenant/acme/api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
  ],
  ['S10 without a mapping, names', 'mallory', 'GET /backend/{backend}/api/v1/labels', 403, 'no-mapping'],
  [
    'S10 without a mapping, a harmless question',
    'mallory',
    'GET /backend/{backend}/api/v1/metadata',
    403,
    'no-mapping',
  ],
  ['S10 without a mapping, buildinfo', 'mallory', 'GET /backend/{backend}/api/v1/status/buildinfo', 403, 'no-mapping'],
  ['S10 without a mapping, vmui', 'mallory', 'GET /backend/{backend}/vmui/', 403, 'no-mapping'],
  ['S10 without a mapping, a write', 'mallory', 'POST /backend/{backend}/api/v1/import', 403, 'no-mapping'],
  ['S10 denied', 'expelled', `GET /backend/{backend}/api/v1/query?${PROBE}`, 403, 'denied'],
  ['S10 denied, a tenant named', 'expelled', `GET /tenant/acme/api/v1/query?${PROBE}`, 403, 'denied'],
  ['S10 an expired mapping', 'late', `GET /backend/{backend}/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  ['S10 an exception of a mapping', 'eve', `GET /backend/{backend}/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  ['S10 a disabled mapping', 'off', `GET /backend/{backend}/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  ["another's tenant in the URL", 'alice', `GET /tenant/globex/api/v1/query?${PROBE}`, 403, 'tenant-not-granted'],
  [
    "another's tenant on the single node",
    'alice',
    `GET /tenant/globex-single/api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
  ],
  ['the whole node', 'alice', `GET /tenant/node/api/v1/query?${PROBE}`, 403, 'tenant-not-granted'],
  [
    "another's tenant in the header",
    'alice',
    `GET /api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: globex',
  ],
  [
    'a tenant in the header by its number',
    'alice',
    `GET /api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: {globex}',
  ],
  [
    'a path in the header',
    'alice',
    `GET /api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: ../globex',
  ],
  [
    'two tenants in one header',
    'alice',
    `GET /api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: acme, globex',
  ],
  ['a tenant of another case', 'alice', `GET /tenant/ACME/api/v1/query?${PROBE}`, 403, 'tenant-not-granted'],
  ['a tenant that does not exist', 'alice', `GET /tenant/canary/api/v1/query?${PROBE}`, 403, 'tenant-not-granted'],
  [
    'a tenant called __proto__',
    'alice',
    `GET /api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: __proto__',
  ],
  ['a tenant called constructor', 'alice', `GET /tenant/constructor/api/v1/query?${PROBE}`, 403, 'tenant-not-granted'],
  ['a backend that does not exist', 'alice', `GET /backend/other/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  ['a backend called constructor', 'alice', `GET /backend/constructor/api/v1/query?${PROBE}`, 403, 'no-mapping'],
  [
    'a tenant on the wrong backend',
    'alice',
    `GET /backend/single/api/v1/query?${PROBE}`,
    403,
    'tenant-not-granted',
    'X-Gatehouse-Tenant: acme',
  ],
  [
    'URL and header contradict',
    'alice',
    `GET /tenant/acme/api/v1/query?${PROBE}`,
    400,
    'tenant-contradictory',
    'X-Gatehouse-Tenant: acme-single',
  ],
  ['S13 several tenants on different backends', 'alice', `GET /api/v1/query?${PROBE}`, 403, 'tenant-ambiguous'],
  [
    'S13 several tenants with different filters',
    'frank',
    `GET /backend/cluster/api/v1/query?${PROBE}`,
    403,
    'tenant-ambiguous',
  ],
  ['S13 the same by POST', 'frank', `POST /backend/cluster/api/v1/query?${PROBE}`, 403, 'tenant-ambiguous'],
  ['S13 the same for names', 'frank', 'GET /backend/cluster/api/v1/label/marker/values', 403, 'tenant-ambiguous'],
  ['S13 the same for exports', 'frank', 'GET /backend/cluster/api/v1/export?match[]=probe', 403, 'tenant-ambiguous'],
  [
    'S13 the same for harmless questions',
    'frank',
    'GET /backend/cluster/prettify-query?query=probe',
    403,
    'tenant-ambiguous',
  ],
  [
    'S13 Graphite of several tenants',
    'carol',
    'GET /backend/cluster/graphite/tags/findSeries?expr=marker!=x',
    403,
    'tenant-ambiguous',
  ],
  ['S13 vmui of several tenants', 'carol', 'GET /backend/cluster/vmui/', 403, 'tenant-ambiguous'],
  ['S13 a write to several tenants', 'wes', 'POST /backend/{backend}/api/v1/import', 403, 'write-ambiguous'],
];

const refusals: SecurityCase[] = REFUSED.map(([name, from, request, status, reason, header]) => ({
  name: `${name} (${from}): ${request}${header === undefined ? '' : `, ${header}`}`,
  from,
  request,
  headers: [
    ...(header === undefined ? [] : [header]),
    ...(request.startsWith('POST') && request.includes('query') ? [FORM] : []),
  ],
  expect: refused(status, reason),
}));

/** Federation: the values of the two labels that choose tenants show the sender's tenants alone. */
const federation: SecurityCase[] = [
  {
    name: 'the accounts of several tenants',
    from: 'carol' as const,
    request: 'GET /backend/cluster/api/v1/label/vm_account_id/values',
    expect: own(),
  },
  {
    name: 'the projects of several tenants',
    from: 'carol' as const,
    request: 'GET /backend/cluster/api/v1/label/vm_project_id/values',
    expect: own(),
  },
  {
    name: 'the accounts of several tenants with filters',
    from: 'fiona' as const,
    request: 'GET /backend/cluster/api/v1/label/vm_account_id/values?match[]=%7Bmarker!%3D%22%22%7D',
    expect: own(),
  },
  {
    name: 'several tenants with one filter',
    from: 'fiona' as const,
    request: `GET /backend/cluster/api/v1/query?${PROBE}`,
    expect: shown,
  },
  {
    name: 'several tenants with one filter, asked for one',
    from: 'fiona' as const,
    request: `GET /tenant/globex/api/v1/query?${PROBE}`,
    expect: shown,
  },
  {
    name: 'several tenants of a single node with different filters',
    from: 'frank' as const,
    request: `GET /backend/single/api/v1/query?${PROBE}`,
    expect: shown,
  },
  {
    name: 'several tenants, one that is not granted asked for by its number',
    from: 'carol' as const,
    request: `GET /backend/cluster/api/v1/query?query=${encode('probe{vm_account_id="0"}')}`,
    expect: answered(),
  },
  {
    name: 'several tenants, the others ORed in',
    from: 'carol' as const,
    request: `GET /backend/cluster/api/v1/series?match[]=${encode('{vm_account_id=~".*"}')}&match[]=${encode('{vm_account_id="0"}')}`,
    // vmselect itself fails (422) where nothing but conditions on tenants is left.
    expect: anything,
  },
];

export const TENANTS: readonly SecurityCase[] = [
  ...strangers,
  ...tokensElsewhere,
  ...broken,
  ...refusals,
  ...federation,
];
