import fc from 'fast-check';
import { checkPolicy } from '../policy/check';
import type { Policy } from '../policy/shape';
import type { Subject } from '../subject';
import { accessOf } from './access';
import { decide } from './decide';
import type { AccessRequest, Allowed, Decision } from './decision';
import { explain } from './explain';
import { indexPolicy } from './policyIndex';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const TENANTS = [
  { name: 'acme', backend: 'cluster', account: 1 },
  { name: 'globex', backend: 'cluster', account: 2 },
  { name: 'initech', backend: 'cluster', account: 3, project: 7 },
  { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  { name: 'depot', backend: 'single', labels: { tenant: 'depot' } },
  { name: 'pay', backend: 'mimir', org: 'pay' },
  { name: 'tax', backend: 'mimir', org: 'tax' },
];

const alice: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  email: 'alice@acme.example',
  emailVerified: true,
  groups: ['dev'],
  claims: {},
};

interface MappingInput {
  name?: string;
  principals?: string[];
  [key: string]: unknown;
}

function policyOf(
  mappings: MappingInput[],
  settings?: Partial<Policy['settings']>,
  tenants: object[] = TENANTS
): Policy {
  const named = mappings.map((mapping, index) => ({ name: `m${index}`, principals: ['group:dev'], ...mapping }));
  const { policy, problems } = checkPolicy({ tenants, mappings: named, settings }, undefined, NOW);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return policy;
}

function ask(mappings: MappingInput[], request: Partial<AccessRequest> = {}, subject = alice, now = NOW): Decision {
  return decide(indexPolicy(policyOf(mappings)), subject, { access: 'read', ...request }, now);
}

const read = (tenant: string, ...filters: string[]) => ({
  tenant,
  access: 'read',
  ...(filters.length > 0 ? { filters } : {}),
});

/** "acme{team="dev"} globex*": the tenants of an allowed decision with their filters, or the reason of a refusal. */
function outline(decision: Decision): string {
  return decision.allowed
    ? decision.tenants.map(({ tenant, filters }) => `${tenant.name}${filters?.join(' or ') ?? '*'}`).join(' ')
    : decision.reason;
}

describe('who is granted something', () => {
  test.each<[string, MappingInput, Partial<Subject>, string]>([
    ['a member of the group', {}, {}, 'acme*'],
    ['nobody else', {}, { groups: ['ops'] }, 'no-mapping'],
    ['nobody whose group differs in case', {}, { groups: ['Dev'] }, 'no-mapping'],
    ['a user by address, whatever the case', { principals: ['user:ALICE@acme.example'] }, {}, 'acme*'],
    [
      'nobody by an unverified address',
      { principals: ['user:alice@acme.example'] },
      { emailVerified: false },
      'no-mapping',
    ],
    ['everybody of a domain', { principals: ['domain:acme.example'] }, {}, 'acme*'],
    ['nobody of a subdomain', { principals: ['domain:acme.example'] }, { email: 'alice@x.acme.example' }, 'no-mapping'],
    ['whoever is authenticated', { principals: ['authenticated'] }, { groups: [] }, 'acme*'],
    ['a claim', { principals: ['claim:department=it'] }, { claims: { department: ['it'] } }, 'acme*'],
    [
      'a service',
      { principals: ['service:vmagent'] },
      { issuer: 'gatehouse', kind: 'service', id: 'vmagent' },
      'acme*',
    ],
    [
      'a service, where the mapping trusts Gatehouse only',
      { principals: ['service:vmagent'], issuers: ['gatehouse'] },
      { issuer: 'gatehouse', kind: 'service', id: 'vmagent' },
      'acme*',
    ],
    [
      'no service of another issuer',
      { principals: ['service:vmagent'] },
      { kind: 'service', id: 'vmagent' },
      'no-mapping',
    ],
    [
      'nobody with the id of another issuer',
      { principals: ['user:u-alice'], issuers: ['keycloak'] },
      { issuer: 'okta' },
      'no-mapping',
    ],
    [
      'nobody with the address of another issuer',
      { principals: ['user:alice@acme.example'], issuers: ['keycloak'] },
      { issuer: 'okta' },
      'no-mapping',
    ],
    ['no user named like the service', { principals: ['service:vmagent'] }, { id: 'vmagent' }, 'no-mapping'],
    ['no user named like the group', {}, { id: 'dev', groups: [] }, 'no-mapping'],
    ['nobody by a disabled mapping', { enabled: false }, {}, 'no-mapping'],
    ['nobody whom the mapping excepts', { except: ['user:alice@acme.example'] }, {}, 'no-mapping'],
    ['somebody else than whom the mapping excepts', { except: ['user:bob@acme.example'] }, {}, 'acme*'],
    ['subjects of the named issuer', { issuers: ['keycloak'] }, {}, 'acme*'],
    ['no subjects of another issuer', { issuers: ['keycloak'] }, { issuer: 'okta' }, 'no-mapping'],
    ['somebody until the mapping expires', { expires: '2026-11-21T12:00:01Z' }, {}, 'acme*'],
    ['nobody from the moment it expires', { expires: '2026-11-21T12:00:00Z' }, {}, 'no-mapping'],
    ['expiry in another time zone', { expires: '2026-11-21T13:00:00+01:00' }, {}, 'no-mapping'],
  ])('%s', (_name, mapping, change, expected) => {
    expect(outline(ask([{ grants: [read('acme')], ...mapping }], {}, { ...alice, ...change }))).toBe(expected);
  });

  test('an empty policy grants nothing', () => {
    expect(ask([])).toMatchObject({ allowed: false, reason: 'no-mapping' });
  });
});

describe('grants add up', () => {
  test.each<[string, MappingInput[], string]>([
    [
      'filters are ORed',
      [{ grants: [read('acme', '{a="2"}')] }, { grants: [read('acme', '{a="1"}')] }],
      'acme{a="1"} or {a="2"}',
    ],
    [
      'equal filters count once',
      [{ grants: [read('acme', '{a="1",b="2"}')] }, { grants: [read('acme', '{b="2", a="1"}')] }],
      'acme{a="1",b="2"}',
    ],
    [
      'a grant without filters lifts them',
      [{ grants: [read('acme', '{a="1"}')] }, { grants: [read('acme')] }],
      'acme*',
    ],
    [
      'also within one mapping',
      [{ grants: [read('acme', '{a="1"}'), read('acme', '{a="2"}')] }],
      'acme{a="1"} or {a="2"}',
    ],
    [
      'a write grant lifts no filter of reading',
      [{ grants: [read('acme', '{a="1"}'), { tenant: 'acme', access: 'write' }] }],
      'acme{a="1"}',
    ],
    [
      'a disabled one does not',
      [{ grants: [read('acme', '{a="1"}')] }, { grants: [read('acme')], enabled: false }],
      'acme{a="1"}',
    ],
  ])('%s', (_name, mappings, expected) => {
    expect(outline(ask(mappings))).toBe(expected);
  });

  test('the most generous limit counts, and none is the most generous', () => {
    const limited = (limits: object) => ({ grants: [{ ...read('acme'), limits }] });
    const both = ask([
      limited({ requestsPerMinute: 60, concurrency: 5 }),
      limited({ requestsPerMinute: 600, maxRange: '1d' }),
    ]);
    expect((both as Allowed).limits).toEqual({
      requestsPerMinute: 600,
      concurrency: undefined,
      maxRangeMilliseconds: undefined,
    });
  });

  test('the decision names the mappings that led to it, and no others', () => {
    const decision = ask([{ grants: [read('acme')] }, { grants: [read('globex')] }, { grants: [read('acme')] }], {
      tenant: 'acme',
    });
    expect(decision.mappings).toEqual(['m0', 'm2']);
  });
});

describe('shared limits', () => {
  /** "tenant:acme {…}" for each, as a decision has them. */
  function shared(mappings: MappingInput[], request: Partial<AccessRequest> = {}, tenantLimits: object = {}): string[] {
    const tenants = TENANTS.map((tenant) => ({ ...tenant, limits: tenantLimits[tenant.name as keyof object] }));
    const decision = decide(
      indexPolicy(policyOf(mappings, undefined, tenants)),
      alice,
      { access: 'read', ...request },
      NOW
    );
    return (decision as Allowed).sharedLimits.map(
      ({ scope, name, limits }) => `${scope}:${name} ${JSON.stringify(limits)}`
    );
  }

  const limited = (limits: object | undefined, tenant = 'acme') => ({ limits, grants: [read(tenant)] });

  test.each<[string, MappingInput[], string[]]>([
    ['are none where none are set', [limited(undefined)], []],
    ['are none where they say nothing', [limited({})], []],
    [
      'of a mapping count for the tenant',
      [limited({ requestsPerMinute: 60, maxRange: '1d' })],
      ['mapping:m0 {"requestsPerMinute":60,"maxRangeMilliseconds":86400000}'],
    ],
    [
      'of several mappings: for each kind the most generous',
      [limited({ requestsPerMinute: 60, concurrency: 5 }), limited({ requestsPerMinute: 600, concurrency: 2 })],
      ['mapping:m1 {"requestsPerMinute":600}', 'mapping:m0 {"concurrency":5}'],
    ],
    [
      'of equal mappings: the first',
      [limited({ concurrency: 5 }), limited({ concurrency: 5 })],
      ['mapping:m0 {"concurrency":5}'],
    ],
    [
      'are lifted by a mapping without them, each kind by itself',
      [limited({ requestsPerMinute: 60, concurrency: 5 }), limited({ concurrency: 9 })],
      ['mapping:m1 {"concurrency":9}'],
    ],
    [
      'are not lifted by a mapping that has no part in the decision',
      [limited({ concurrency: 5 }), limited(undefined, 'shop'), { ...limited(undefined), enabled: false }],
      ['mapping:m0 {"concurrency":5}'],
    ],
    [
      'are not lifted by a mapping of the other access',
      [limited({ concurrency: 5 }), { grants: [{ tenant: 'acme', access: 'write' }] }],
      ['mapping:m0 {"concurrency":5}'],
    ],
  ])('%s', (_name, mappings, expected) => {
    expect(shared(mappings, { tenant: 'acme' })).toEqual(expected);
  });

  test('of a tenant count whatever the mappings allow, for reading and for writing', () => {
    const mappings = [{ grants: [{ tenant: 'acme', access: 'read-write' }] }];
    const tenantLimits = { acme: { concurrency: 3 }, globex: { concurrency: 1 } };
    expect(shared(mappings, {}, tenantLimits)).toEqual(['tenant:acme {"concurrency":3}']);
    expect(shared(mappings, { access: 'write' }, tenantLimits)).toEqual(['tenant:acme {"concurrency":3}']);
  });

  test('of every tenant and of the mappings of every tenant count for several at once, and each once', () => {
    const mappings = [
      { limits: { concurrency: 4, requestsPerMinute: 10 }, grants: [read('acme'), read('globex')] },
      { limits: { concurrency: 9 }, grants: [read('globex')] },
    ];
    expect(shared(mappings, {}, { acme: { concurrency: 3 }, globex: { maxRange: '1h' } })).toEqual([
      'tenant:acme {"concurrency":3}',
      'mapping:m0 {"requestsPerMinute":10,"concurrency":4}',
      'tenant:globex {"maxRangeMilliseconds":3600000}',
      'mapping:m1 {"concurrency":9}',
    ]);
  });

  test('stand in the explanation as in the decision', () => {
    const policy = policyOf([limited({ concurrency: 5 })]);
    const { decision, access } = explain(indexPolicy(policy), alice, { access: 'read' }, NOW);
    expect((decision as Allowed).sharedLimits).toEqual([{ scope: 'mapping', name: 'm0', limits: { concurrency: 5 } }]);
    expect(access[0]?.read?.sharedLimits).toEqual((decision as Allowed).sharedLimits);
  });
});

describe('deny', () => {
  test.each<[string, MappingInput[], Partial<AccessRequest>, string]>([
    [
      'of a tenant wins over every grant',
      [{ grants: [read('acme')] }, { effect: 'deny', grants: [{ tenant: 'acme' }] }],
      {},
      'denied',
    ],
    [
      'of a tenant leaves the others',
      [{ grants: [read('acme'), read('globex')] }, { effect: 'deny', grants: [{ tenant: 'acme' }] }],
      {},
      'globex*',
    ],
    [
      'of a tenant is told to whoever names it',
      [{ grants: [read('acme'), read('globex')] }, { effect: 'deny', grants: [{ tenant: 'acme' }] }],
      { tenant: 'acme' },
      'denied',
    ],
    [
      'without tenants denies everything',
      [{ grants: [read('acme')] }, { effect: 'deny' }],
      { tenant: 'acme' },
      'denied',
    ],
    [
      'does not reach whom it excepts',
      [{ grants: [read('acme')] }, { effect: 'deny', except: ['user:alice@acme.example'] }],
      {},
      'acme*',
    ],
    [
      'ends when it expires',
      [{ grants: [read('acme')] }, { effect: 'deny', expires: '2026-11-21T12:00:00Z' }],
      {},
      'acme*',
    ],
    [
      'of another issuer does not count',
      [{ grants: [read('acme')] }, { effect: 'deny', issuers: ['okta'] }],
      {},
      'acme*',
    ],
  ])('%s', (_name, mappings, request, expected) => {
    expect(outline(ask(mappings, request))).toBe(expected);
  });
});

describe('which tenant', () => {
  const both = [{ grants: [read('acme'), read('globex')] }];

  test.each<[string, MappingInput[], Partial<AccessRequest>, string]>([
    ['the one that is named', both, { tenant: 'globex' }, 'globex*'],
    ['none that is not granted', both, { tenant: 'initech' }, 'tenant-not-granted'],
    ['none that does not exist', both, { tenant: 'nowhere' }, 'tenant-not-granted'],
    ['none on another backend than the one named', both, { tenant: 'acme', backend: 'single' }, 'tenant-not-granted'],
    ['the only one', [{ grants: [read('acme')] }], {}, 'acme*'],
    ['the only one on the named backend', [{ grants: [read('acme'), read('shop')] }], { backend: 'single' }, 'shop*'],
    ['none where the named backend has none', both, { backend: 'single' }, 'no-mapping'],
    ['all of a cluster when none has filters', both, {}, 'acme* globex*'],
    [
      'all of a cluster when the filters agree',
      [{ grants: [read('acme', '{a="1"}'), read('globex', "{ a='1' }")] }],
      {},
      'acme{a="1"} globex{a="1"}',
    ],
    [
      'not several of a cluster with different filters',
      [{ grants: [read('acme', '{a="1"}'), read('globex', '{a="2"}')] }],
      {},
      'tenant-ambiguous',
    ],
    [
      'not several of a cluster when only one has filters',
      [{ grants: [read('acme', '{a="1"}'), read('globex')] }],
      {},
      'tenant-ambiguous',
    ],
    [
      'several of a single node, each with its own filters',
      [{ grants: [read('shop', '{a="1"}'), read('depot')] }],
      {},
      'shop{a="1"} depot*',
    ],
    ['several of Mimir', [{ grants: [read('pay'), read('tax')] }], {}, 'pay* tax*'],
    ['not several on different backends', [{ grants: [read('acme'), read('shop')] }], {}, 'tenant-ambiguous'],
    [
      'none for reading when only writing is granted',
      [{ grants: [{ tenant: 'acme', access: 'write' }] }],
      {},
      'read-not-granted',
    ],
    [
      'none for reading, also when it is named',
      [{ grants: [{ tenant: 'acme', access: 'write' }] }],
      { tenant: 'acme' },
      'read-not-granted',
    ],
  ])('%s', (_name, mappings, request, expected) => {
    expect(outline(ask(mappings, request))).toBe(expected);
  });

  test('a refusal for ambiguity names the choices', () => {
    const decision = ask([{ grants: [read('shop'), read('acme')] }]);
    expect(decision).toMatchObject({ reason: 'tenant-ambiguous', choices: ['acme', 'shop'] });
  });

  test('a refusal for a tenant reads alike whether the tenant exists or not', () => {
    const [other, nowhere] = ['initech', 'xyzxyzx'].map((tenant) => ask(both, { tenant }));
    expect(JSON.stringify(other).replaceAll('initech', '')).toBe(JSON.stringify(nowhere).replaceAll('xyzxyzx', ''));
  });

  test('several tenants are refused when the policy says so', () => {
    const index = indexPolicy(policyOf(both, { severalTenants: 'refuse' }));
    expect(outline(decide(index, alice, { access: 'read' }, NOW))).toBe('tenant-ambiguous');
  });

  test('the narrowest limits count for several tenants at once', () => {
    const grants = [
      { ...read('acme'), limits: { concurrency: 2 } },
      { ...read('globex'), limits: { concurrency: 9, maxRange: '1d' } },
    ];
    expect((ask([{ grants }]) as Allowed).limits).toMatchObject({ concurrency: 2, maxRangeMilliseconds: 86_400_000 });
  });
});

describe('writes', () => {
  const write = (tenant: string, filter?: string) => ({
    tenant,
    access: 'write',
    ...(filter ? { filters: [filter] } : {}),
  });

  test.each<[string, MappingInput[], Partial<AccessRequest>, string]>([
    ['go to the only tenant', [{ grants: [write('acme')] }], {}, 'acme*'],
    ['are refused to a reader', [{ grants: [read('acme')] }], {}, 'write-not-granted'],
    [
      'are refused to a reader who names the tenant',
      [{ grants: [read('acme')] }],
      { tenant: 'acme' },
      'write-not-granted',
    ],
    ['are never federated', [{ grants: [write('acme'), write('globex')] }], {}, 'tenant-ambiguous'],
    [
      'are refused when two sets of labels could be stamped',
      [{ grants: [write('acme', '{a="1"}')] }, { grants: [write('acme', '{a="2"}')] }],
      {},
      'write-ambiguous',
    ],
    [
      'are refused when labels may or may not be stamped',
      [{ grants: [write('acme', '{a="1"}')] }, { grants: [write('acme')] }],
      {},
      'write-ambiguous',
    ],
  ])('%s', (_name, mappings, request, expected) => {
    expect(outline(ask(mappings, { ...request, access: 'write' }))).toBe(expected);
  });

  test('carry the labels of the grant', () => {
    const decision = ask(
      [{ grants: [{ tenant: 'acme', access: 'read-write', filters: ['{team="dev",zone="aws"}'] }] }],
      { access: 'write' }
    );
    expect(decision).toMatchObject({ allowed: true, stamp: { team: 'dev', zone: 'aws' } });
  });
});

describe('explain', () => {
  test('gives the decision and the part of every mapping that names the subject, and of no other', () => {
    const policy = policyOf([
      { grants: [read('acme', '{a="1"}')] },
      { grants: [read('globex')], enabled: false },
      { grants: [read('globex')], expires: '2020-01-01T00:00:00Z' },
      { grants: [read('globex')], issuers: ['okta'] },
      { grants: [read('globex')], except: ['user:u-alice'] },
      { effect: 'deny', grants: [{ tenant: 'shop' }], principals: ['domain:acme.example', 'group:dev'] },
      { grants: [read('globex')], principals: ['group:ops'] },
    ]);
    const explanation = explain(indexPolicy(policy), alice, { access: 'read' }, NOW);
    expect(explanation.mappings.map(({ name, part }) => `${name} ${part}`)).toEqual([
      'm0 grants',
      'm1 disabled',
      'm2 expired',
      'm3 other-issuer',
      'm4 excepted',
      'm5 denies',
    ]);
    expect(explanation.mappings[5]?.principals).toEqual(['domain:acme.example', 'group:dev']);
    expect(outline(explanation.decision)).toBe('acme{a="1"}');
    expect(explanation.access.map(({ tenant }) => tenant.name)).toEqual(['acme']);
  });
});

describe('a kept access', () => {
  test('says until when it holds: the first expiry of the mappings that count', () => {
    const index = indexPolicy(
      policyOf([
        { grants: [read('acme')], expires: '2027-01-01T00:00:00Z' },
        { effect: 'deny', grants: [{ tenant: 'globex' }], expires: '2026-12-01T00:00:00Z' },
        { grants: [read('acme')], expires: '2026-11-22T00:00:00Z', enabled: false },
      ])
    );
    expect(new Date(accessOf(index, alice, NOW).validUntil).toISOString()).toBe('2026-12-01T00:00:00.000Z');
  });
});

describe('laws', () => {
  const tenant = fc.constantFrom('acme', 'globex', 'shop');
  const filter = fc.constantFrom('{a="1"}', '{a="2"}', '{b="1"}');
  const grant = fc.record(
    {
      tenant,
      access: fc.constantFrom('read', 'write', 'read-write'),
      filters: fc.array(filter, { minLength: 1, maxLength: 1 }),
    },
    { requiredKeys: ['tenant', 'access'] }
  );
  const principals = fc.subarray(['group:dev', 'group:ops', 'user:u-alice', 'authenticated'], { minLength: 1 });
  const except = fc.constantFrom(undefined, undefined, ['group:dev']);
  const enabled = fc.boolean();
  const allow = fc.record({ principals, except, enabled, grants: fc.array(grant, { minLength: 1, maxLength: 3 }) });
  const deny = fc.record({
    effect: fc.constant('deny'),
    principals,
    except,
    enabled,
    grants: fc.option(fc.array(fc.record({ tenant }), { minLength: 1, maxLength: 2 }), { nil: undefined }),
  });

  /** Which of a few sample series of each tenant the subject may read. */
  function visible(mappings: MappingInput[]): Set<string> {
    const access = accessOf(indexPolicy(policyOf(mappings)), alice, NOW);
    const series = [...access.tenants.values()].flatMap(({ tenant: { name }, read: reading }) =>
      reading === undefined ? [] : (reading.filters ?? ['{a="1"}', '{a="2"}', '{b="1"}', '{}']).map((one) => name + one)
    );
    return new Set(series);
  }

  test('one more allowing mapping never narrows what a subject sees', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(allow, deny), { maxLength: 5 }), allow, (mappings, more) => {
        const after = visible([...mappings, more]);
        expect([...visible(mappings)].filter((series) => !after.has(series))).toEqual([]);
      })
    );
  });

  test('one more denying mapping never widens what a subject sees', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(allow, deny), { maxLength: 5 }), deny, (mappings, more) => {
        const before = visible(mappings);
        expect([...visible([...mappings, more])].filter((series) => !before.has(series))).toEqual([]);
      })
    );
  });

  test('the order of mappings means nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(allow, deny), { maxLength: 6 }), (mappings) => {
        expect(visible(mappings.toReversed())).toEqual(visible(mappings));
      })
    );
  });

  test('an allowed read never has an empty list of filters and never a tenant without a grant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(allow, deny), { maxLength: 6 }),
        fc.option(tenant, { nil: undefined }),
        (mappings, named) => {
          const decision = ask(mappings, { tenant: named });
          const seen = visible(mappings);
          for (const { tenant: one, filters } of decision.allowed ? decision.tenants : []) {
            expect(filters).not.toEqual([]);
            expect([...seen].some((series) => series.startsWith(one.name))).toBe(true);
          }
        }
      )
    );
  });
});

describe('the index', () => {
  test('answers without looking at the mappings that do not name the subject', () => {
    const others = Array.from({ length: 5_000 }, (_, index) => ({
      principals: [`group:g${index}`],
      grants: [read('globex')],
    }));
    const policy = policyOf([...others, { grants: [read('acme')] }]);
    const index = indexPolicy(policy);
    const touched = new Set<string>();
    policy.mappings.forEach((mapping) => {
      const { effect } = mapping;
      Object.defineProperty(mapping, 'effect', { get: () => (touched.add(mapping.name), effect) });
    });
    expect(outline(decide(index, alice, { access: 'read' }, NOW))).toBe('acme*');
    expect([...touched]).toEqual(['m5000']);
  });
});
