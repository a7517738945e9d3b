import { gzipSync } from 'node:zlib';
import { PLACE_OF_TENANT, type Sender } from '../senders';
import { WRITE_BYTES } from '../stack';
import { FORMATS, type Sample, type WriteFormat } from '../writes/formats';
import { anything, type Expectation, type Fill, FORM, refused, type SecurityCase, written } from './case';

type Labels = Sample['labels'];

/** Labels by which a writer would get rid of what is stamped on the samples, or plant them at somebody else's. */
const HOSTILE: ReadonlyArray<readonly [name: string, labels: Labels]> = [
  ['no labels', []],
  ["another's tenant", [['tenant', 'globex']]],
  ["another's team", [['team', 'ops']]],
  [
    "another's tenant and team",
    [
      ['tenant', 'globex'],
      ['team', 'ops'],
    ],
  ],
  [
    "another's tenant twice",
    [
      ['tenant', 'globex'],
      ['tenant', 'globex'],
    ],
  ],
  [
    'tenants all over',
    [
      ['tenant', 'globex'],
      ['tenant', 'acme'],
      ['tenant', 'canary'],
      ['team', 'ops'],
      ['team', 'dev'],
    ],
  ],
  [
    'a twin behind',
    [
      ['tenant', 'globex'],
      ['Tenant', 'x'],
    ],
  ],
  [
    'a twin in front',
    [
      ['Tenant', 'x'],
      ['tenant', 'globex'],
    ],
  ],
  [
    'a twin between',
    [
      ['tenant', 'globex'],
      ['Tenant', 'x'],
      ['tenant', 'globex'],
    ],
  ],
  [
    'a twin without a value',
    [
      ['tenant', 'globex'],
      ['Tenant', ''],
    ],
  ],
  [
    'the place of the tenant',
    [
      ['tenant', 'globex'],
      [PLACE_OF_TENANT, 'x'],
    ],
  ],
  [
    'the place of the tenant in front',
    [
      [PLACE_OF_TENANT, 'x'],
      ['tenant', 'globex'],
    ],
  ],
  [
    'the place and the twin',
    [
      ['tenant', 'globex'],
      [PLACE_OF_TENANT, 'x'],
      ['tenant', 'canary'],
      ['Tenant', 'y'],
    ],
  ],
  ['an empty tenant', [['tenant', '']]],
  [
    'a cluster’s tenant',
    [
      ['vm_account_id', '0'],
      ['vm_project_id', '0'],
    ],
  ],
  ['40 labels', many(40)],
  ['40 labels and a tenant', [...many(40), ['tenant', 'globex']]],
  ['a tenant and 40 labels', [['tenant', 'globex'], ['team', 'ops'], ...many(40)]],
  ['300 labels', [['tenant', 'globex'], ...many(300)]],
  [
    'a label that is very long',
    [
      ['tenant', 'globex'],
      ['long', 'x'.repeat(20_000)],
    ],
  ],
  [
    'a label name that is very long',
    [
      ['tenant', 'globex'],
      ['x'.repeat(300), 'y'],
    ],
  ],
  ['a tenant that is very long', [['tenant', `globex${' '.repeat(20_000)}`]]],
  [
    'labels in other alphabets',
    [
      ['tenаnt', 'globex'],
      ['TENANT', 'globex'],
      ['ｔenant', 'globex'],
      ['tenant ', 'globex'],
    ],
  ],
  [
    'values that end others',
    [
      ['a', '"},tenant="globex'],
      ['b', 'x\\'],
      ['c', '\n'],
      ['team', 'ops",team="ops'],
    ],
  ],
  [
    'names that end others',
    [
      ['a="b",tenant', 'globex'],
      ['x\u0000y', 'z'],
      ['\u0001', '\u0002'],
    ],
  ],
  [
    'a name for the metric',
    [
      ['__name__', 'probe'],
      ['', 'probe'],
      ['tenant', 'globex'],
    ],
  ],
  [
    'extra_label as a label',
    [
      ['extra_label', 'tenant=globex'],
      ['extra_filters[]', '{}'],
    ],
  ],
];

function many(count: number): Labels {
  return Array.from({ length: count }, (_one, index) => [`a${String(index).padStart(3, '0')}`, 'x'] as const);
}

/** Who writes to which: with stamps, with a tenant alone, with stamps on the whole node, with quotes in the stamps. */
const WRITERS: ReadonlyArray<readonly [from: Sender, where: string]> = [
  ['wanda', '/backend/{backend}'],
  ['walt', '/backend/{backend}'],
  ['rita', '/backend/{backend}'],
  ['nick', '/tenant/node'],
  ['olga', '/tenant/odd-single'],
];

function sample(fill: Fill, labels: Labels, name = 'planted'): Sample {
  return { name, labels, value: fill.value, time: fill.now };
}

function writeCase(
  format: WriteFormat,
  {
    name,
    from,
    where,
    labels,
    expect = written('any'),
  }: { name: string; from: Sender; where: string; labels: Labels; expect?: Expectation }
): SecurityCase {
  // What stands in a path or a query string must be known before the value is.
  const target = format.target({ name: 'planted', labels, value: 0, time: 0 });
  return {
    name: `${name}, ${format.name}`,
    from,
    request: `POST ${where}${target}`,
    headers: format.headers,
    body: (fill) => format.body(sample(fill, labels)),
    expect,
  };
}

const STAMPABLE = FORMATS.filter(({ stampable }) => stampable !== false);

const hostileLabels: SecurityCase[] = WRITERS.filter(([from]) => from !== 'rita').flatMap(([from, where]) =>
  STAMPABLE.filter(({ old }) => old || from === 'wanda').flatMap((format) =>
    HOSTILE.map(([name, labels]) =>
      writeCase(format, { name: `${from} writes ${name}`, from, where, labels, expect: afterTarget(format) })
    )
  )
);

/** What cannot be stamped is written into tenants that need no stamps, or not at all. */
const unstampable: SecurityCase[] = FORMATS.filter(({ stampable }) => stampable === false).flatMap((format) =>
  (
    [
      ['wanda', '/backend/cluster', refused(403, 'stamp-unsupported')],
      ['wanda', '/backend/single', refused(403, 'stamp-unsupported')],
      ['walt', '/backend/single', refused(403, 'stamp-unsupported')],
      ['olga', '/tenant/odd-single', refused(403, 'stamp-unsupported')],
      ['walt', '/backend/cluster', written('any')],
    ] as const
  ).map(([from, where, expect]) =>
    writeCase(format, { name: `${from} writes at ${where}`, from, where, labels: [['host', 'h']], expect })
  )
);

/** What stands in the URL may be refused there, for its length or a NUL. */
function afterTarget({ labelsInTarget }: WriteFormat): Expectation {
  return labelsInTarget ? anything : written('any');
}

/** Plain writes must work, or nothing above proves anything. */
const plainWrites: SecurityCase[] = WRITERS.flatMap(([from, where]) =>
  FORMATS.filter(({ old }) => old).map((format) =>
    writeCase(format, { name: `${from} writes plainly`, from, where, labels: [['a', 'b']], expect: written('taken') })
  )
);

const SMUGGLED = [
  'extra_label=tenant=globex',
  'extra_label=team=ops',
  '%65xtra_label=tenant=globex&extra_label=tenant=globex',
  'extra_label=tenant=globex&extra_label=tenant=canary&extra_label=team=ops',
  'extra_label=Tenant=x&extra_label=tenant=globex',
  'extra_label[]=tenant=globex&Extra_Label=tenant=globex&+extra_label=tenant=globex',
  'extra_label=',
  'extra_label',
  'extra_label=%01=x',
  'extra_filters[]={}&extra_filters=x',
  'authKey=x&trace=1&u=admin&p=x',
  'AccountID={globex}&ProjectID=0&vm_account_id={globex}',
  'relabel_debug=1&timestamp=1',
];

/** S1 on writes: the URL is the only place where VictoriaMetrics reads labels to add. */
const smuggled: SecurityCase[] = STAMPABLE.flatMap((format) =>
  SMUGGLED.flatMap((extra) =>
    (['wanda', 'walt'] as const).map((from): SecurityCase => {
      const target = format.target({ name: 'planted', labels: [], value: 0, time: 0 });
      return {
        name: `S1 ${from} smuggles into the URL of a write, ${format.name}: ${extra.slice(0, 60)}`,
        from,
        request: `POST /backend/{backend}${target}${target.includes('?') ? '&' : '?'}${extra}`,
        headers: format.headers,
        body: (fill) => format.body(sample(fill, [])),
        // `timestamp` belongs to some.
        expect: written('any'),
      };
    })
  )
);

/** A body that one version reads as a form and another as samples. */
const forms: SecurityCase[] = [
  '/api/v1/import/prometheus',
  '/api/v1/import',
  '/api/v1/import/csv?format=1:metric:planted',
  '/influx/write',
  '/api/v1/write',
].flatMap((target) =>
  [
    'extra_label=tenant=globex&extra_label=team=ops',
    'extra_label=tenant%3Dglobex&x=planted {value}',
    'planted{a="b"} {value}\n&extra_label=tenant=globex',
  ].flatMap((body) =>
    [
      FORM,
      'Content-Type: multipart/form-data; boundary=b',
      'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
    ].map((type) => ({
      name: `S2 a form as the body of a write to ${target} (${type}): ${body.slice(0, 40)}`,
      from: 'wanda',
      request: `POST /backend/{backend}${target}`,
      headers: [type],
      body,
      expect: written('any'),
    }))
  )
);

const TENANT_HEADERS = [
  'AccountID: {globex}',
  'AccountID: 0\r\nProjectID: 0',
  'X-Scope-OrgID: globex',
  'X_Scope_OrgID: globex',
  'THANOS-TENANT: globex',
  'X-Prom-Label-Policy: tenant=globex',
  'Connection: Content-Type, AccountID\r\nAccountID: 2',
  'X-Influxdb-Version: 2',
  'X-Prometheus-Remote-Write-Version: 1 x',
  'DD-API-KEY: x\r\nX-Real-Host: globex',
  'Api-Key: x\r\nX-License-Key: y',
  'X-Prometheus-Remote-Write-Version: 2.0.0',
  'X-VictoriaMetrics-Remote-Write-Version: 1',
  'Cookie: tenant=globex',
  'X-HTTP-Method-Override: DELETE',
  'Expect: nothing-known',
];

const tenantHeaders: SecurityCase[] = TENANT_HEADERS.map((lines) => ({
  name: `S4 a write with ${lines.replaceAll('\r\n', ' + ')}`,
  from: 'wanda',
  request: 'POST /backend/{backend}/api/v1/import/prometheus',
  headers: [lines],
  body: 'planted {value} {now}\n',
  expect: lines.startsWith('Expect') ? { kind: 'anything' } : written('taken'),
}));

const ENCODINGS: ReadonlyArray<readonly [name: string, headers: readonly string[], zip: boolean, expect: Expectation]> =
  [
    ['gzip', ['Content-Encoding: gzip'], true, written('taken')],
    ['GZIP', ['Content-Encoding: GZIP'], true, written('any')],
    ['gzip that is none', ['Content-Encoding: gzip'], false, written('any')],
    ['identity', ['Content-Encoding: identity'], false, written('taken')],
    ['an unknown one', ['Content-Encoding: x'], false, refused(415, 'content-encoding')],
    ['two in one line', ['Content-Encoding: gzip, gzip'], false, refused(415, 'content-encoding')],
    [
      'two in two lines',
      ['Content-Encoding: gzip', 'Content-Encoding: identity'],
      false,
      refused(400, 'header-repeated'),
    ],
    ['br', ['Content-Encoding: br'], false, refused(415, 'content-encoding')],
    ['aws-chunked', ['Content-Encoding: aws-chunked'], false, refused(415, 'content-encoding')],
    [
      'two types',
      ['Content-Type: text/plain', 'Content-Type: application/json'],
      false,
      refused(400, 'header-repeated'),
    ],
  ];

const encodings: SecurityCase[] = ENCODINGS.map(([name, headers, zip, expect]) => ({
  name: `S2 a write in the encoding ${name}`,
  from: 'walt',
  request: 'POST /backend/{backend}/api/v1/import/prometheus',
  headers,
  body: (fill) => {
    const text = fill.text('planted{tenant="acme"} {value} {now}\n');
    return zip ? gzipSync(text) : text;
  },
  expect,
}));

const LINE = 'planted{tenant="globex",team="ops"} {value} {now}\n';
const framing: SecurityCase[] = [
  { name: 'S11 a chunked write', framing: 'chunked' as const, body: LINE, expect: written('taken') },
  { name: 'S11 a write after 100 Continue', framing: 'continue' as const, body: LINE, expect: written('taken') },
  {
    name: 'a write that says that it is too long',
    body: 'x'.repeat(WRITE_BYTES + 1),
    expect: refused(413, 'body-too-large'),
  },
  {
    name: 'a chunked write that is too long',
    framing: 'chunked' as const,
    body: 'planted{a="b"} 1\n'.repeat(WRITE_BYTES / 10),
    expect: refused(413, 'body-too-large'),
  },
  { name: 'a write without a body', expect: { kind: 'anything' } as const },
].map((one) => ({ ...one, from: 'wanda' as const, request: 'POST /backend/{backend}/api/v1/import/prometheus' }));

const disputed: SecurityCase[] = (
  [
    ['both Content-Length and Transfer-Encoding', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two Content-Lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n'],
    ['a body that breaks off', 'Content-Length: 500\r\n\r\nplanted{tenant="globex"} 1\n'],
    ['chunks that break off', 'Transfer-Encoding: chunked\r\n\r\n1c\r\nplanted{tenant="globex"} 1\n\r\n'],
  ] as const
).map(([name, rest]) => ({
  name: `S11 a write with ${name}`,
  from: 'wanda',
  request: '',
  raw: (authorization) =>
    `POST /backend/{backend}/api/v1/import/prometheus HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization}\r\n${rest}`,
  expect: { kind: 'anything' },
}));

const paths: SecurityCase[] = [
  '/api/v1/import/prometheus/metrics/job/a/tenant/globex',
  '/api/v1/import/prometheus/metrics/job/a/tenant/globex/tenant/canary/team/ops',
  '/api/v1/import/prometheus/metrics/job/a/Tenant/x/tenant/globex',
  '/api/v1/import/prometheus/metrics/job@base64/YQ/tenant@base64/Z2xvYmV4',
  '/api/v1/import/prometheus/metrics/job/a/tenant@base64/Z2xvYmV4Cg==',
  '/api/v1/import/prometheus/metrics/job/a/extra_label/tenant=globex',
  '/api/v1/import/prometheus/metrics/job/a/__name__/probe',
  '/prometheus/api/v1/import/prometheus/metrics/job/a/tenant/globex',
  '/influx/write?db=globex',
  '/influx/write?db=globex&precision=s',
  '/write?db=x,tenant=globex',
  '/api/v2/write?bucket=globex&org=globex',
  '/api/v1/import/csv?format=1:label:tenant,2:metric:planted',
  '/api/v1/import/csv?format=1:label:tenant,1:label:team,2:metric:planted',
  '/api/v1/import/csv?format=1:label:Tenant,1:label:tenant,2:metric:planted',
].flatMap((target) =>
  (['wanda', 'walt'] as const).map((from) => ({
    name: `labels in the URL: ${from} at ${target}`,
    from,
    request: `POST /backend/{backend}${target}`,
    body: target.includes('csv')
      ? 'globex,{value}\n'
      : /write/.test(target)
        ? 'planted v={value}\n'
        : 'planted {value}\n',
    expect: written('any'),
  }))
);

/** What only one format can say: labels, names and whole objects twice, escapes in names, compressions one behind the other. */
const ODDITIES: ReadonlyArray<readonly [name: string, target: string, headers: readonly string[], body: string]> = [
  [
    'labels twice over',
    '/api/v1/import',
    [],
    '{"metric":{"__name__":"planted","a":"b"},"metric":{"__name__":"planted","team":"ops","tenant":"globex"},"values":[{value}],"timestamps":[{now}]}',
  ],
  [
    'two names',
    '/api/v1/import',
    [],
    '{"metric":{"__name__":"planted","__name__":"probe","team":"ops","team":"qa"},"values":[{value}],"timestamps":[{now}]}',
  ],
  [
    'an escape in a label’s name',
    '/api/v1/import',
    [],
    '{"metric":{"__name__":"planted","te\\u0061m":"ops","\\u0074enant":"globex"},"values":[{value}],"timestamps":[{now}]}',
  ],
  ['quoted names', '/api/v1/import/prometheus', [], '{"planted","team"="ops","tenant"="globex"} {value} {now}'],
  [
    'metadata and an exemplar',
    '/api/v1/import/prometheus',
    [],
    '# TYPE planted gauge\nplanted{team="ops"} {value} {now} # {tenant="globex"} 1',
  ],
  ['a carriage return', '/api/v1/import/prometheus', [], 'planted{a="b"} {value} {now}\rplanted{team="ops"} 1'],
  ['a mode of streaming', '/influx/write?precision=ms', ['Stream-Mode: 1'], 'planted,team=ops v={value} {now}'],
  ['a name as a tag', '/influx/write?precision=ms', [], 'planted,__name__=probe,team=ops v={value} {now}'],
  ['no measurement', '/influx/write?precision=ms', [], ',team=ops,tenant=globex planted={value} {now}'],
  [
    'Firehose’s headers',
    '/opentelemetry/api/v1/push',
    ['X-Amz-Firehose-Protocol-Version: 1.0', 'X-Amz-Firehose-Request-Id: x', 'Content-Type: application/json'],
    '{"requestId":"x","records":[]}',
  ],
  [
    'a host that is a tag',
    '/datadog/api/v1/series/',
    ['Content-Type: application/json'],
    '{"series":[{"metric":"planted","host":"team:ops","device":"tenant:globex","points":[[1,{value}]],"tags":["team:ops","team","host:x","__name__:probe"]}]}',
  ],
];

const oddities: SecurityCase[] = ODDITIES.flatMap(([name, target, headers, body]) =>
  (['wanda', 'walt'] as const).map((from) => ({
    name: `${from} writes ${name} at ${target}`,
    from,
    request: `POST /backend/{backend}${target}`,
    headers,
    body: `${body}\n`,
    expect: written('any'),
  }))
);

const tooLong: SecurityCase = {
  name: 'a write that is too long is refused while there is more to come',
  from: 'wanda',
  request: '',
  raw: (authorization) =>
    `POST /backend/{backend}/api/v1/import/prometheus HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Length: ${WRITE_BYTES + 1}\r\n\r\nplanted 1\n`,
  expect: { kind: 'refused', status: 413, reason: 'body-too-large', early: true },
};

const malformedGroupings: SecurityCase[] = [
  'tenant/globex',
  'job',
  'job/a/tenant',
  'job/a//globex',
  'job/a/1a/b',
  'job/a/tenant/globex/',
  'x/a/tenant/globex',
].map((grouping) => ({
  name: `a malformed grouping of the Pushgateway: ${grouping}`,
  from: 'wanda',
  request: `POST /backend/{backend}/api/v1/import/prometheus/metrics/${grouping}`,
  body: 'planted {value}\n',
  expect: grouping.includes('//') ? refused(400) : refused(404, 'endpoint-unknown'),
}));

/** A reader who writes, a writer who reads. */
const ACCESS: ReadonlyArray<readonly [from: Sender, request: string, status: number, reason: string]> = [
  ...FORMATS.flatMap((format) =>
    (['alice', 'bob', 'carol', 'fiona', 'erin'] as const).map((from) => {
      const target = format.target({ name: 'planted', labels: [], value: 0, time: 0 });
      return [from, `POST /backend/{backend}${target}`, 403, 'write-not-granted'] as const;
    })
  ),
  ...['/tenant/acme', '/tenant/globex', '/tenant/acme-single'].map(
    (where) => ['carol', `POST ${where}/api/v1/import`, 403, 'write-not-granted'] as const
  ),
  ['alice', 'POST /tenant/globex/api/v1/import', 403, 'tenant-not-granted'],
  ['walt', 'POST /tenant/acme/api/v1/import', 403, 'tenant-not-granted'],
  ['wanda', 'POST /tenant/globex-single/api/v1/import', 403, 'tenant-not-granted'],
  ['nora', 'POST /tenant/node/api/v1/import', 403, 'write-not-granted'],
  ['zed', 'POST /tenant/globex/api/v1/import', 403, 'write-not-granted'],
  ['zed', 'GET /tenant/acme/api/v1/query?query=probe', 403, 'read-not-granted'],
  ...(['wanda', 'walt'] as const).flatMap((from) =>
    [
      '/api/v1/query?query=probe',
      '/api/v1/query_range?query=probe&start=-1h&step=1m',
      '/api/v1/series?match[]=probe',
      '/api/v1/labels',
      '/api/v1/label/marker/values',
      '/api/v1/export?match[]=probe',
      '/api/v1/export/csv?match[]=probe&format=__value__',
      '/api/v1/export/native?match[]=probe',
      '/federate?match[]=probe',
      '/api/v1/status/tsdb',
      '/api/v1/series/count',
      '/api/v1/metadata',
      '/api/v1/rules',
      '/api/v1/alerts',
      '/api/v1/status/buildinfo',
      '/api/v1/query_exemplars',
      '/graphite/render?target=probe',
      '/graphite/tags',
      '/graphite/tags/findSeries?expr=a=b',
      '/graphite/functions',
      '/vmui/',
    ].map((path) => [from, `GET /backend/{backend}${path}`, 403, 'read-not-granted'] as const)
  ),
];

const access: SecurityCase[] = ACCESS.map(([from, request, status, reason]) => ({
  name: `${from} may not: ${request.slice(0, 100)}`,
  from,
  request,
  body: request.startsWith('POST') ? 'planted {value} {now}\n' : undefined,
  expect: refused(status, reason),
}));

/** Reads by the paths of writes, and the other way round. */
const confused: SecurityCase[] = [
  ['GET', '/api/v1/import', 405],
  ['GET', '/api/v1/write', 405],
  ['GET', '/influx/write', 405],
  ['PUT', '/api/v1/import/prometheus', 405],
  ['DELETE', '/api/v1/import/prometheus/metrics/job/a', 405],
  ['HEAD', '/api/v1/import', 405],
].map(([method, path, status]) => ({
  name: `the method ${method} at ${path}`,
  from: 'rita',
  request: `${method} /backend/{backend}${path}`,
  expect: refused(Number(status)),
}));

export const WRITES: readonly SecurityCase[] = [
  ...plainWrites,
  ...hostileLabels,
  ...unstampable,
  ...smuggled,
  ...forms,
  ...tenantHeaders,
  ...encodings,
  ...framing,
  ...disputed,
  ...paths,
  ...oddities,
  ...malformedGroupings,
  tooLong,
  ...access,
  ...confused,
];
