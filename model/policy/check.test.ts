import { checkPolicy } from './check';
import type { PolicySurroundings } from './finding';
import type { BackendKind } from './shape';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const surroundings: PolicySurroundings = {
  backends: new Map<string, BackendKind>([
    ['cluster', 'victoriametrics-cluster'],
    ['single', 'victoriametrics'],
    ['mimir', 'mimir'],
  ]),
  issuers: ['keycloak'],
};

const acme = { name: 'acme', backend: 'cluster', account: 1 };
const shop = { name: 'shop', backend: 'single', labels: { tenant: 'shop' } };
const payments = { name: 'payments', backend: 'mimir', org: 'payments' };
const developers = {
  name: 'developers',
  principals: ['group:dev'],
  grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
};

function policyWith(change: { tenants?: unknown[]; mappings?: unknown[]; settings?: unknown }) {
  return { tenants: [acme, shop, payments], mappings: [developers], ...change };
}

function problemsOf(policy: unknown) {
  return checkPolicy(policy, surroundings, NOW).problems.map(({ code, path }) => `${code} ${path.join('.')}`);
}

test('fills in the defaults and writes filters and principals in their canonical form', () => {
  const { policy } = checkPolicy(
    policyWith({
      mappings: [
        {
          ...developers,
          principals: ['user:Bob@Example.com'],
          grants: [{ tenant: 'acme', access: 'read', filters: ["{ b='2' , a='1' }"] }],
        },
      ],
    }),
    surroundings,
    NOW
  );
  expect(policy).toEqual({
    tenants: [{ ...acme, project: 0 }, shop, payments],
    mappings: [
      {
        name: 'developers',
        principals: ['user:bob@example.com'],
        enabled: true,
        effect: 'allow',
        grants: [{ tenant: 'acme', access: 'read', filters: ['{a="1",b="2"}'] }],
      },
    ],
    settings: { severalTenants: 'federate', approvals: 0 },
  });
});

test('keeps how many must approve a change, and nothing but none or one', () => {
  const settings = { severalTenants: 'refuse', approvals: 1 };
  expect(checkPolicy(policyWith({ settings }), surroundings, NOW).policy?.settings).toEqual(settings);
  for (const approvals of [2, -1, 0.5, '1', true, null]) {
    expect(problemsOf(policyWith({ settings: { approvals } }))).toEqual(['invalid settings.approvals']);
  }
});

test('reads its own output again without a change', () => {
  const { policy } = checkPolicy(policyWith({}), surroundings, NOW);
  expect(checkPolicy(policy, surroundings, NOW).policy).toEqual(policy);
});

test('keeps the limits of tenants, mappings and grants as they are written', () => {
  const limits = { requestsPerMinute: 600, concurrency: 20, maxRange: '30d' };
  const { policy } = checkPolicy(
    {
      tenants: [acme, shop, payments].map((tenant) => ({ ...tenant, limits })),
      mappings: [{ ...developers, limits, grants: [{ tenant: 'acme', access: 'read', limits }] }],
    },
    surroundings,
    NOW
  );
  expect(policy?.tenants.map((tenant) => tenant.limits)).toEqual([limits, limits, limits]);
  expect(policy?.mappings).toMatchObject([{ limits, grants: [{ limits }] }]);
  expect(checkPolicy(JSON.parse(JSON.stringify(policy)), surroundings, NOW).policy).toEqual(policy);
});

describe('tenants', () => {
  test.each([-1, 4294967296, 1.5, '1', '1:0', '+1', ' 1', '', null, NaN])('refuses the account %j', (account) => {
    expect(problemsOf(policyWith({ tenants: [{ ...acme, account }], mappings: [] }))).toEqual([
      'invalid tenants.0.account',
    ]);
  });

  test.each([0, 1, 4294967295])('takes the account and project %j', (id) => {
    expect(problemsOf(policyWith({ tenants: [{ ...acme, account: id, project: id }] }))).toEqual([]);
  });

  test.each([
    ['a project without an account', { name: 'x', backend: 'cluster', project: 1 }, 'invalid tenants.0.account'],
    ['an account and labels', { ...acme, labels: { a: 'b' } }, 'invalid tenants.0'],
    ['no account on a cluster', { name: 'x', backend: 'cluster' }, 'backend-kind tenants.0.backend'],
    ['an org on a single node', { ...payments, backend: 'single' }, 'backend-kind tenants.0.backend'],
    ['an unknown backend', { ...acme, backend: 'other' }, 'backend-unknown tenants.0.backend'],
    ['empty labels', { ...shop, labels: {} }, 'invalid tenants.0.labels'],
    ['an empty label value', { ...shop, labels: { tenant: '' } }, 'invalid tenants.0.labels.tenant'],
    ['half a character', { ...shop, labels: { tenant: '\ud800' } }, 'invalid tenants.0.labels.tenant'],
    ['a fixed metric name', { ...shop, labels: { __name__: 'up' } }, 'invalid tenants.0.labels.__name__'],
    ['a fixed account label', { ...shop, labels: { vm_account_id: '1' } }, 'invalid tenants.0.labels.vm_account_id'],
    [
      'a label that objects do not keep',
      JSON.parse('{"name":"x","backend":"single","labels":{"__proto__":"a","site":"x"}}'),
      'invalid tenants.0.labels',
    ],
    ['a Mimir org with a "|"', { ...payments, org: 'a|b' }, 'invalid tenants.0.org'],
    ['a Mimir org ".."', { ...payments, org: '..' }, 'invalid tenants.0.org'],
    ['a name with a slash', { ...acme, name: 'a/b' }, 'invalid tenants.0.name'],
    ['a limit of nothing', { ...shop, limits: { concurrency: 0 } }, 'invalid tenants.0.limits.concurrency'],
    ['an unknown limit', { ...payments, limits: { requestsPerHour: 1 } }, 'invalid tenants.0.limits'],
    ['an unknown key', { ...acme, acount: 3 }, 'invalid tenants.0'],
    ['nothing', null, 'invalid tenants.0'],
  ])('refuses %s', (_name, tenant, problem) => {
    expect(problemsOf(policyWith({ tenants: [tenant], mappings: [] }))).toEqual([problem]);
  });

  test('says what is wrong with the name of a fixed label', () => {
    const messageFor = (label: string) => {
      const tenants = [{ ...shop, labels: { [label]: 'x' } }];
      return checkPolicy(policyWith({ tenants, mappings: [] }), surroundings, NOW).problems.map(
        ({ message }) => message
      );
    };
    expect(messageFor('9a')).toEqual(['a label name has letters, digits and "_", and does not start with a digit']);
    expect(messageFor('__name__')).toEqual(['this label cannot be fixed']);
  });

  test('refuses a name that is used twice', () => {
    expect(problemsOf(policyWith({ tenants: [acme, { ...shop, name: 'acme' }] }))).toEqual([
      'name-repeated tenants.1.name',
    ]);
  });
});

describe('mappings', () => {
  const grant = (change: object) => ({ ...developers, grants: [{ tenant: 'acme', access: 'read', ...change }] });

  test.each([
    ['no principals', { ...developers, principals: [] }, 'invalid mappings.0.principals'],
    ['a principal that is none', { ...developers, principals: ['alice'] }, 'invalid mappings.0.principals.0'],
    ['an allow without grants', { ...developers, grants: [] }, 'invalid mappings.0.grants'],
    ['an unknown tenant', grant({ tenant: 'initech' }), 'tenant-unknown mappings.0.grants.0.tenant'],
    ['an empty list of filters', grant({ filters: [] }), 'invalid mappings.0.grants.0.filters'],
    [
      'a filter that cannot be read',
      grant({ filters: ['{team="dev"}', 'x'] }),
      'invalid mappings.0.grants.0.filters.1',
    ],
    [
      'a filter on a tenant label',
      grant({ filters: ['{vm_account_id="2"}'] }),
      'invalid mappings.0.grants.0.filters.0',
    ],
    [
      'a filter on Mimir',
      grant({ tenant: 'payments', filters: ['{a="b"}'] }),
      'filter-unsupported mappings.0.grants.0.filters',
    ],
    [
      'two filters for writing',
      grant({ access: 'write', filters: ['{a="b"}', '{a="c"}'] }),
      'write-filter mappings.0.grants.0.filters',
    ],
    [
      'a pattern for writing',
      grant({ access: 'read-write', filters: ['{a=~"b"}'] }),
      'write-filter mappings.0.grants.0.filters',
    ],
    [
      'one label twice for writing',
      grant({ access: 'write', filters: ['{a="b",a="c"}'] }),
      'write-filter mappings.0.grants.0.filters',
    ],
    [
      'a stamp that a writer could keep a second value beside',
      grant({ access: 'write', filters: ['{team="dev",env="aws"}'] }),
      'stamp-evadable mappings.0.grants.0.filters',
    ],
    [
      "a stamp that contradicts the tenant's labels",
      grant({ tenant: 'shop', access: 'write', filters: ['{tenant="depot"}'] }),
      'stamp-contradicts mappings.0.grants.0.filters',
    ],
    ['an unknown access', grant({ access: 'admin' }), 'invalid mappings.0.grants.0.access'],
    ['a limit of nothing', grant({ limits: { concurrency: 0 } }), 'invalid mappings.0.grants.0.limits.concurrency'],
    [
      'a range that is no duration',
      grant({ limits: { maxRange: '1 month' } }),
      'invalid mappings.0.grants.0.limits.maxRange',
    ],
    [
      'half a request a minute',
      { ...developers, limits: { requestsPerMinute: 0.5 } },
      'invalid mappings.0.limits.requestsPerMinute',
    ],
    ['a deny with limits', { ...developers, effect: 'deny', grants: undefined, limits: {} }, 'invalid mappings.0'],
    ['a day without a time', { ...developers, expires: '2027-01-31' }, 'invalid mappings.0.expires'],
    ['a falsy enabled', { ...developers, enabled: 0 }, 'invalid mappings.0.enabled'],
    ['an unknown effect', { ...developers, effect: 'permit' }, 'invalid mappings.0.effect'],
    ['a misspelt key', { ...developers, expire: 'x' }, 'invalid mappings.0'],
    ['an unknown issuer', { ...developers, issuers: ['okta'] }, 'issuer-unknown mappings.0.issuers.0'],
    ['a deny with filters', { ...grant({ filters: ['{a="b"}'] }), effect: 'deny' }, 'invalid mappings.0.grants.0'],
    [
      'a deny with an empty list of tenants',
      { ...developers, effect: 'deny', grants: [] },
      'invalid mappings.0.grants',
    ],
    [
      'a deny of an unknown tenant',
      { ...developers, effect: 'deny', grants: [{ tenant: 'x' }] },
      'tenant-unknown mappings.0.grants.0.tenant',
    ],
  ])('refuses %s', (_name, mapping, problem) => {
    expect(problemsOf(policyWith({ mappings: [mapping] }))).toEqual([problem]);
  });

  test('takes writing with one filter of equalities, and a deny of everything', () => {
    const mappings = [
      grant({ access: 'read-write', filters: ['{team="dev",zone="aws"}'] }),
      { name: 'leavers', principals: ['group:leavers'], effect: 'deny' },
    ];
    expect(problemsOf(policyWith({ mappings }))).toEqual([]);
  });
});

test.each([null, [], 'x', { tenant: [] }])('refuses %j as a policy', (policy) => {
  expect(problemsOf(policy)).not.toEqual([]);
});

describe('warnings', () => {
  function warningsOf(policy: unknown, around = surroundings) {
    const { problems, warnings } = checkPolicy(policy, around, NOW);
    expect(problems).toEqual([]);
    return warnings.map(({ code, path }) => `${code} ${path.join('.')}`);
  }
  const quiet = { tenants: [acme], mappings: [developers] };

  test('are silent about a policy without surprises', () => {
    expect(warningsOf(quiet)).toEqual([]);
  });

  test.each([
    [
      'a filter that also matches series without the label',
      {
        ...quiet,
        mappings: [
          { ...developers, grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev",env!="prod"}'] }] },
        ],
      },
      'matches-absent-label mappings.0.grants.0.filters.0',
    ],
    ['a tenant that nobody reaches', { ...quiet, tenants: [acme, shop] }, 'tenant-unreached tenants.1'],
    [
      'a mapping that has expired',
      { ...quiet, mappings: [developers, { ...developers, name: 'old', expires: '2026-11-21T12:00:00Z' }] },
      'mapping-expired mappings.1.expires',
    ],
    [
      'a mapping that excepts all whom it names',
      { ...quiet, mappings: [developers, { ...developers, name: 'x', except: ['group:dev'] }] },
      'mapping-matches-nobody mappings.1.except',
    ],
    [
      'a mapping of services that trusts another issuer than Gatehouse',
      {
        ...quiet,
        mappings: [developers, { ...developers, name: 'x', principals: ['service:a'], issuers: ['keycloak'] }],
      },
      'mapping-matches-nobody mappings.1.issuers',
    ],
    [
      'a mapping of people that trusts Gatehouse only',
      { ...quiet, mappings: [developers, { ...developers, name: 'x', issuers: ['gatehouse'] }] },
      'mapping-matches-nobody mappings.1.issuers',
    ],
    [
      'two names for one place',
      {
        tenants: [acme, { ...acme, name: 'again', project: 0 }],
        mappings: [
          {
            ...developers,
            grants: [
              { tenant: 'acme', access: 'read' },
              { tenant: 'again', access: 'read' },
            ],
          },
        ],
      },
      'tenant-repeated tenants.1',
    ],
    [
      'two names for one place, also when their limits differ',
      {
        tenants: [acme, { ...acme, name: 'again', limits: { concurrency: 1 } }],
        mappings: [developers, { ...developers, name: 'x', grants: [{ tenant: 'again', access: 'read' }] }],
      },
      'tenant-repeated tenants.1',
    ],
    [
      'a grant of more requests than the whole tenant may make',
      {
        tenants: [{ ...acme, limits: { requestsPerMinute: 60, concurrency: 5, maxRange: '1w' } }],
        mappings: [
          {
            ...developers,
            grants: [
              { tenant: 'acme', access: 'read', limits: { requestsPerMinute: 61, concurrency: 5, maxRange: '7d' } },
            ],
          },
        ],
      },
      'limit-never-counts mappings.0.grants.0.limits.requestsPerMinute',
    ],
    [
      'a grant of a longer range than the tenant allows',
      {
        tenants: [{ ...acme, limits: { maxRange: '1w' } }],
        mappings: [{ ...developers, grants: [{ tenant: 'acme', access: 'read', limits: { maxRange: '8d' } }] }],
      },
      'limit-never-counts mappings.0.grants.0.limits.maxRange',
    ],
  ])('tell of %s', (_name, policy, warning) => {
    expect(warningsOf(policy)).toEqual([warning]);
  });

  const read = (tenant: string, ...filters: string[]) => ({
    tenant,
    access: 'read',
    ...(filters.length > 0 && { filters }),
  });
  const everybody = { name: 'everybody', principals: ['authenticated'], grants: [read('acme')] };
  const bob = { name: 'bob', principals: ['user:bob@acme.example'], grants: [read('acme', '{a="1"}')] };

  test.each<[string, object[], string[]]>([
    ['is also granted to everybody', [everybody, bob], ['grant-covered mappings.1.grants.0']],
    [
      'is also granted to the whole domain',
      [bob, { ...everybody, principals: ['domain:acme.example'] }],
      ['grant-covered mappings.0.grants.0'],
    ],
    [
      'stands twice in one mapping',
      [{ ...bob, grants: [read('acme'), read('acme')] }],
      ['grant-covered mappings.0.grants.1'],
    ],
    [
      'stands in two equal mappings: the first stays',
      [bob, { ...bob, name: 'again' }],
      ['grant-covered mappings.1.grants.0'],
    ],
    [
      'is also granted to others, who are excepted here too',
      [
        { ...everybody, except: ['group:x'] },
        { ...bob, except: ['group:y', 'group:x'] },
      ],
      ['grant-covered mappings.1.grants.0'],
    ],
    ['lasts longer than the wider one', [{ ...everybody, expires: '2027-01-01T00:00:00Z' }, bob], []],
    ['is narrower than one that excepts some', [{ ...everybody, except: ['group:x'] }, bob], []],
    ['comes of more issuers', [{ ...everybody, issuers: ['keycloak'] }, bob], []],
    ['has a higher limit', [{ ...everybody, grants: [{ ...read('acme'), limits: { concurrency: 1 } }] }, bob], []],
    ['shares a higher limit', [{ ...everybody, limits: { concurrency: 1 } }, bob], []],
    ['has a filter that is only like another', [{ ...everybody, grants: [read('acme', '{a=~"1"}')] }, bob], []],
    ['has other filters', [{ ...everybody, grants: [read('acme', '{a="2"}')] }, bob], []],
    ['may also write', [everybody, { ...bob, grants: [{ tenant: 'acme', access: 'read-write' }] }], []],
    ['is in a mapping that is disabled', [everybody, { ...bob, enabled: false }], []],
    ['is covered by a mapping that is disabled', [{ ...everybody, enabled: false }, bob], []],
  ])('of a grant that %s', (_name, mappings, warnings) => {
    expect(warningsOf({ tenants: [acme], mappings })).toEqual(warnings);
  });

  test.each<[string, object[], string[]]>([
    [
      'a mapping whose grants are all denied to all whom it names',
      [
        everybody,
        { ...bob, grants: [{ tenant: 'acme', access: 'write' }] },
        { name: 'no', principals: ['domain:acme.example'], effect: 'deny' },
      ],
      ['mapping-always-denied mappings.1', 'tenant-unreached tenants.1'],
    ],
    [
      'a denial that another one covers',
      [
        everybody,
        { name: 'no', principals: ['group:x'], effect: 'deny' },
        { name: 'less', principals: ['group:x'], effect: 'deny', grants: [{ tenant: 'acme' }] },
      ],
      ['deny-without-effect mappings.2', 'tenant-unreached tenants.1'],
    ],
    [
      'a denial of what nobody is granted',
      [everybody, { name: 'no', principals: ['group:x'], effect: 'deny', grants: [{ tenant: 'shop' }] }],
      ['deny-without-effect mappings.1', 'tenant-unreached tenants.1'],
    ],
    [
      'a tenant that is denied to everybody',
      [
        { ...bob, except: ['group:x'], grants: [read('acme'), read('shop')] },
        { name: 'no', principals: ['authenticated'], effect: 'deny', grants: [{ tenant: 'shop' }] },
      ],
      ['tenant-unreached tenants.1'],
    ],
    [
      'a tenant that only a mapping which is over grants',
      [
        { ...everybody, grants: [read('acme')] },
        { ...bob, grants: [read('shop')], expires: '2020-01-01T00:00:00Z' },
      ],
      ['mapping-expired mappings.1.expires', 'tenant-unreached tenants.1'],
    ],
    [
      'a mapping whose people are excepted by their domain',
      [
        { ...everybody, grants: [read('acme'), read('shop')] },
        { ...bob, except: ['domain:acme.example'] },
      ],
      ['mapping-matches-nobody mappings.1.except'],
    ],
  ])('of %s', (_name, mappings, warnings) => {
    expect(warningsOf({ tenants: [acme, shop], mappings })).toEqual(warnings);
  });

  test('tell of a mapping that trusts every one of several issuers', () => {
    expect(warningsOf(quiet, { ...surroundings, issuers: ['keycloak', 'okta'] })).toEqual([
      'issuer-unnamed mappings.0',
    ]);
  });

  test.each([
    ['services, which only Gatehouse vouches for', ['service:vmagent', 'service:grafana'], []],
    ['services and others', ['service:vmagent', 'group:dev'], ['issuer-unnamed mappings.0']],
  ])('with several issuers, of a mapping of %s', (_name, principals, warnings) => {
    const policy = { ...quiet, mappings: [{ ...developers, principals }] };
    expect(warningsOf(policy, { ...surroundings, issuers: ['keycloak', 'okta'] })).toEqual(warnings);
  });

  test.each([
    ['services', ['service:vmagent']],
    ['services and whoever else', ['service:vmagent', 'group:dev']],
    ['every service', ['authenticated']],
  ])('are silent about a mapping of %s that names Gatehouse as the issuer', (_name, principals) => {
    expect(warningsOf({ ...quiet, mappings: [{ ...developers, principals, issuers: ['gatehouse'] }] })).toEqual([]);
  });
});

test('a problem does not repeat all of a huge mistake', () => {
  const keys = Object.fromEntries(Array.from({ length: 10_000 }, (_, number) => [`key-${number}`, 0]));
  const [problem] = checkPolicy(keys, undefined, 0).problems;
  expect(problem?.message).toHaveLength(500);
});
