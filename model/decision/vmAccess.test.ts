import fc from 'fast-check';
import { checkPolicy } from '../policy/check';
import type { Policy } from '../policy/shape';
import type { Subject } from '../subject';
import { readVmAccess } from '../vmAccess/readVmAccess';
import { accessOf } from './access';
import { decide } from './decide';
import type { AccessRequest, Allowed, Decision } from './decision';
import { explain } from './explain';
import { indexPolicy, type PolicyIndex } from './policyIndex';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const TENANTS = [
  { name: 'zero', backend: 'cluster', account: 0 },
  { name: 'acme', backend: 'cluster', account: 1, project: 5, limits: { concurrency: 3 } },
  { name: 'both-a', backend: 'cluster', account: 2 },
  { name: 'both-b', backend: 'other', account: 2 },
  { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  { name: 'pay', backend: 'mimir', org: '1' },
];
const NODE = { name: 'node', backend: 'single' };

function indexOf(
  mappings: object[] = [],
  tenants: object[] = TENANTS,
  settings?: Partial<Policy['settings']>
): PolicyIndex {
  const named = mappings.map((mapping, index) => ({ name: `m${index}`, principals: ['group:dev'], ...mapping }));
  const { policy, problems } = checkPolicy({ tenants, mappings: named, settings }, undefined, NOW);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return indexPolicy(policy);
}

function subjectWith(claim: unknown, backends?: string[]): Subject {
  const read = readVmAccess(claim, backends);
  if ('problem' in read) {
    throw new Error(read.problem);
  }
  return {
    issuer: 'keycloak',
    kind: 'user',
    id: 'u-alice',
    emailVerified: false,
    groups: ['dev'],
    claims: {},
    vmAccess: read.vmAccess,
  };
}

const tenantId = (account_id?: number, project_id?: number) => ({ tenant_id: { account_id, project_id } });

/** "acme{a="1"} globex*": the tenants of an allowed decision with their filters; or the reason of a refusal. */
function outline(decision: Decision): string {
  return decision.allowed
    ? decision.tenants.map(({ tenant, filters }) => `${tenant.name}${filters?.join(' or ') ?? '*'}`).join(' ')
    : decision.reason;
}

interface Asked {
  claim: unknown;
  backends?: string[];
  mappings?: object[];
  tenants?: object[];
  request?: Partial<AccessRequest>;
}

function ask({ claim, backends, mappings, tenants, request }: Asked): Decision {
  return decide(indexOf(mappings, tenants), subjectWith(claim, backends), { access: 'read', ...request }, NOW);
}

describe('a vm_access claim', () => {
  test.each<[string, Asked, string]>([
    ['gives the tenant with its account and project', { claim: tenantId(1, 5) }, 'acme*'],
    ['gives no other project of the account', { claim: tenantId(1) }, 'no-mapping'],
    ['gives no account that the policy does not have', { claim: tenantId(9) }, 'no-mapping'],
    ['gives 0:0 when it says so', { claim: tenantId(0, 0) }, 'zero*'],
    ['gives 0:0 when it says account 0', { claim: { metrics_account_id: 0 } }, 'zero*'],
    ['gives nothing of a cluster when it names no account', { claim: {} }, 'no-mapping'],
    ['gives nothing of a cluster for an empty tenant', { claim: { tenant_id: {} } }, 'no-mapping'],
    ['gives nothing of a cluster when it has labels only', { claim: { extra_labels: { a: '1' } } }, 'no-mapping'],
    ['gives the single node that is one tenant', { claim: {}, tenants: [...TENANTS, NODE] }, 'node*'],
    [
      'gives what its filters match of that node',
      { claim: { extra_labels: { team: 'dev' } }, tenants: [...TENANTS, NODE] },
      'node{team="dev"}',
    ],
    [
      'gives none of several single nodes',
      { claim: {}, tenants: [...TENANTS, NODE, { name: 'node-2', backend: 'single-2' }] },
      'no-mapping',
    ],
    [
      'gives the one of several single nodes for which it counts',
      {
        claim: {},
        backends: ['single-2', 'cluster'],
        tenants: [...TENANTS, NODE, { name: 'node-2', backend: 'single-2' }],
      },
      'node-2*',
    ],
    [
      'gives none of several single nodes for which it counts',
      {
        claim: {},
        backends: ['single', 'single-2'],
        tenants: [...TENANTS, NODE, { name: 'node-2', backend: 'single-2' }],
      },
      'no-mapping',
    ],
    [
      'gives nothing on a backend for which it does not count',
      { claim: tenantId(1, 5), backends: ['other'] },
      'no-mapping',
    ],
    ['gives nothing where it counts for no backend', { claim: tenantId(1, 5), backends: [] }, 'no-mapping'],
    ['gives nothing where several backends have the account', { claim: tenantId(2) }, 'no-mapping'],
    ['gives the tenant of the backend for which it counts', { claim: tenantId(2), backends: ['other'] }, 'both-b*'],
    [
      'gives the tenants of all backends for which it counts',
      { claim: tenantId(2), backends: ['cluster', 'other'], request: { backend: 'cluster' } },
      'both-a*',
    ],
    [
      'leaves it to the request which of several backends',
      { claim: tenantId(2), backends: ['cluster', 'other'] },
      'tenant-ambiguous',
    ],
    ['gives no Mimir tenant', { claim: tenantId(1), request: { backend: 'mimir' } }, 'no-mapping'],
    ['gives a single node nothing by an account', { claim: tenantId(0), tenants: [NODE] }, 'no-mapping'],
    [
      'gives no write by mode 1',
      { claim: { ...tenantId(1, 5), mode: 1 }, request: { access: 'write' } },
      'write-not-granted',
    ],
    ['gives no read by mode 2', { claim: { ...tenantId(1, 5), mode: 2 } }, 'read-not-granted'],
    ['gives writes by mode 2', { claim: { ...tenantId(1, 5), mode: 2 }, request: { access: 'write' } }, 'acme*'],
    ['gives writes without mode', { claim: tenantId(1, 5), request: { access: 'write' } }, 'acme*'],
    [
      'gives no writes when its filter cannot be stamped',
      { claim: { ...tenantId(1, 5), extra_filters: ['{a=~"b|c"}'] }, request: { access: 'write' } },
      'write-not-granted',
    ],
    [
      'gives reads when its filter cannot be stamped',
      { claim: { ...tenantId(1, 5), extra_filters: ['{a=~"b|c"}'] } },
      'acme{a=~"b|c"}',
    ],
    [
      'gives nothing when its filters cannot be stamped and it is for writing',
      { claim: { ...tenantId(1, 5), mode: 2, extra_filters: ['{a="1"}', '{a="2"}'] }, request: { access: 'write' } },
      'no-mapping',
    ],
    [
      'gives no writes with a label that writers could double',
      { claim: { ...tenantId(1, 5), extra_labels: { job: 'x' } }, request: { access: 'write' } },
      'write-not-granted',
    ],
  ])('%s', (_name, asked, expected) => {
    expect(outline(ask(asked))).toBe(expected);
  });

  test('gives stamps for writes', () => {
    const claim = { ...tenantId(1, 5), extra_labels: { team: 'dev' } };
    expect(ask({ claim, request: { access: 'write' } })).toMatchObject({ allowed: true, stamp: { team: 'dev' } });
  });
});

describe('together with mappings', () => {
  const grant = (filter?: string) => ({
    grants: [{ tenant: 'acme', access: 'read', ...(filter === undefined ? {} : { filters: [filter] }) }],
  });
  const filtered = { ...tenantId(1, 5), extra_filters: ['{a="1"}'] };

  test.each<[string, object[], unknown, string]>([
    ['filters are united', [grant('{a="2"}')], filtered, 'acme{a="1"} or {a="2"}'],
    ['a mapping without filters lifts those of the claim', [grant()], filtered, 'acme*'],
    ['a claim without filters lifts those of the mapping', [grant('{a="2"}')], tenantId(1, 5), 'acme*'],
    ['a denial of the tenant wins', [{ effect: 'deny', grants: [{ tenant: 'acme' }] }], filtered, 'denied'],
    ['a denial of everything wins', [{ effect: 'deny' }], filtered, 'denied'],
    ['a denial of somebody else does not', [{ effect: 'deny', principals: ['group:ops'] }], filtered, 'acme{a="1"}'],
    [
      'a mapping of another tenant adds up',
      [{ grants: [{ tenant: 'zero', access: 'read' }] }],
      tenantId(1, 5),
      'zero* acme*',
    ],
    [
      'several tenants with different filters are still not asked together',
      [{ grants: [{ tenant: 'zero', access: 'read' }] }],
      filtered,
      'tenant-ambiguous',
    ],
  ])('%s', (_name, mappings, claim, expected) => {
    expect(outline(ask({ claim, mappings }))).toBe(expected);
  });

  test('different stamps are ambiguous', () => {
    const mappings = [{ grants: [{ tenant: 'acme', access: 'write', filters: ['{a="2"}'] }] }];
    const claim = { ...tenantId(1, 5), extra_labels: { a: '1' } };
    expect(outline(ask({ claim, mappings, request: { access: 'write' } }))).toBe('write-ambiguous');
  });

  test('the limits of mappings are lifted, those of the tenant are not', () => {
    const limited = { ...grant(), limits: { concurrency: 1 } };
    const own = { grants: [{ tenant: 'acme', access: 'read', limits: { requestsPerMinute: 1 } }] };
    const decision = ask({ claim: filtered, mappings: [limited, own] }) as Allowed;
    expect(decision.limits).toEqual({});
    expect(decision.sharedLimits).toEqual([{ scope: 'tenant', name: 'acme', limits: { concurrency: 3 } }]);
  });

  test('a policy that refuses several tenants refuses these too', () => {
    const index = indexOf([{ grants: [{ tenant: 'zero', access: 'read' }] }], TENANTS, { severalTenants: 'refuse' });
    expect(outline(decide(index, subjectWith(tenantId(1, 5)), { access: 'read' }, NOW))).toBe('tenant-ambiguous');
  });

  test('the first expiry of the mappings still ends a kept access', () => {
    const index = indexOf([{ ...grant(), expires: '2026-12-01T00:00:00Z' }]);
    expect(accessOf(index, subjectWith(filtered), NOW).validUntil).toBe(Date.parse('2026-12-01T00:00:00Z'));
    expect(accessOf(indexOf(), subjectWith(filtered), NOW).validUntil).toBe(Infinity);
  });
});

describe('the explanation', () => {
  test('has the claim as the last of the mappings, under a name that no mapping can have', () => {
    const index = indexOf([{ grants: [{ tenant: 'zero', access: 'read' }] }]);
    const { mappings, vmAccess, decision } = explain(
      index,
      subjectWith(tenantId(1, 5)),
      { access: 'read', tenant: 'acme' },
      NOW
    );
    expect(mappings).toEqual([
      { name: 'm0', part: 'grants', principals: ['group:dev'] },
      { name: 'token:vm_access', part: 'grants', principals: [] },
    ]);
    expect(vmAccess).toEqual({ grants: [{ tenant: 'acme', access: 'read-write' }] });
    expect(decision.mappings).toEqual(['token:vm_access']);
    expect(() => indexOf([{ name: 'token:vm_access', grants: [{ tenant: 'zero', access: 'read' }] }])).toThrow(
      'mappings'
    );
  });

  test.each<[string, unknown, string[] | undefined, RegExp]>([
    ['no tenant', tenantId(9, 1), undefined, /account 9 and project 1.*none/],
    ['no single node', {}, undefined, /no account.*none/],
    ['several backends', tenantId(2), undefined, /several backends.*trustVmAccess/],
    ['no stamp', { ...tenantId(1, 5), extra_filters: ['{a!="1"}'] }, undefined, /cannot be stamped/],
  ])('says why the claim gives nothing or less: %s; and so do refusals', (_name, claim, backends, note) => {
    const subject = subjectWith(claim, backends);
    const explanation = explain(indexOf(), subject, { access: 'write' }, NOW);
    expect(explanation.vmAccess?.note).toMatch(note);
    expect(explanation.decision).toMatchObject({ allowed: false, message: expect.stringMatching(note) });
    expect(JSON.stringify(explanation.decision)).not.toMatch(/both-|zero/);
  });

  test('and refusals say that the claim was not understood, but not what it says', () => {
    const subject = { ...subjectWith({}), vmAccess: undefined, vmAccessProblem: 'vm_access.mode: secret' };
    const { decision, vmAccess } = explain(indexOf(), subject, { access: 'read' }, NOW);
    expect(vmAccess).toBeUndefined();
    expect(decision).toMatchObject({
      message: expect.stringContaining('vm_access claim of the token was not understood'),
    });
    expect(JSON.stringify(decision)).not.toContain('secret');
  });
});

describe('laws', () => {
  const filter = fc.constantFrom('{a="1"}', '{a="2"}', '{b=~"1|2"}');
  const filters = fc.option(fc.uniqueArray(filter, { minLength: 1, maxLength: 2 }), { nil: undefined });
  const tenant = fc.constantFrom('zero', 'acme', 'both-a', 'node');
  const claim = fc.record(
    {
      tenant_id: fc.constantFrom({}, { account_id: 0 }, { account_id: 1, project_id: 5 }, { account_id: 2 }),
      extra_labels: fc.constantFrom({ a: '1' }, { team: 'dev' }),
      extra_filters: fc.uniqueArray(filter, { minLength: 1, maxLength: 2 }),
      mode: fc.constantFrom(0, 1, 2, 3),
    },
    { requiredKeys: [] }
  );
  const backends = fc.option(fc.subarray(['cluster', 'other', 'single']), { nil: undefined });
  const allow = fc.record({
    grants: fc.array(
      fc.record({ tenant, access: fc.constant('read'), filters }).map(({ filters: some, ...rest }) => ({
        ...rest,
        ...(some === undefined ? {} : { filters: some }),
      })),
      { minLength: 1, maxLength: 2 }
    ),
  });
  const deny = fc.record({
    effect: fc.constant('deny'),
    principals: fc.constantFrom(['group:dev'], ['group:ops']),
    grants: fc.array(fc.record({ tenant }), { minLength: 1, maxLength: 2 }),
  });
  const mappings = fc.array(fc.oneof(allow, deny), { maxLength: 4 });
  const tenants = [...TENANTS, NODE];

  /** What may be read, as tenant and filter; a whole tenant is each of the filters and all else. */
  function visible(index: PolicyIndex, subject: Subject): Set<string> {
    const access = accessOf(index, subject, NOW);
    return new Set(
      [...access.tenants.values()].flatMap(({ tenant: { name }, read }) =>
        read === undefined ? [] : (read.filters ?? ['*']).map((one) => `${name} ${one}`)
      )
    );
  }

  const covers = (seen: ReadonlySet<string>, one: string) => seen.has(one) || seen.has(`${one.split(' ')[0]} *`);

  test('claim and mappings together give what one of them gives, and nothing else', () => {
    fc.assert(
      fc.property(mappings, claim, backends, (some, said, counting) => {
        const subject = subjectWith(said, counting);
        const both = visible(indexOf(some, tenants), subject);
        const alone = visible(indexOf([], tenants), subject);
        const without = visible(indexOf(some, tenants), { ...subject, vmAccess: undefined });
        expect([...both].filter((one) => !covers(alone, one) && !covers(without, one))).toEqual([]);
        expect([...without].filter((one) => !covers(both, one))).toEqual([]);
      }),
      { numRuns: 1000 }
    );
  });

  test('a denied tenant is never there, whatever the claim says', () => {
    fc.assert(
      fc.property(claim, backends, tenant, (said, counting, denied) => {
        const index = indexOf([{ effect: 'deny', grants: [{ tenant: denied }] }], tenants);
        expect(accessOf(index, subjectWith(said, counting), NOW).tenants.has(denied)).toBe(false);
      })
    );
  });

  test('a claim without an account never gives anything on a cluster', () => {
    fc.assert(
      fc.property(claim, backends, ({ tenant_id: _id, ...said }, counting) => {
        const access = accessOf(indexOf([], tenants), subjectWith(said, counting), NOW);
        expect([...access.tenants.keys()].filter((name) => name !== 'node')).toEqual([]);
      })
    );
  });
});
