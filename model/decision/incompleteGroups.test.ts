import fc from 'fast-check';
import { checkPolicy } from '../policy/check';
import type { Subject } from '../subject';
import { accessOf } from './access';
import { decide } from './decide';
import { explain } from './explain';
import { indexPolicy, type PolicyIndex } from './policyIndex';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const alice: Subject = {
  issuer: 'entra',
  kind: 'user',
  id: 'u-alice',
  emailVerified: false,
  groups: [],
  groupsIncomplete: true,
  claims: {},
};

function indexOf(mappings: object[]): PolicyIndex {
  const named = mappings.map((mapping, index) => ({ name: `m${index}`, principals: ['user:u-alice'], ...mapping }));
  const tenants = [
    { name: 'acme', backend: 'cluster', account: 1 },
    { name: 'globex', backend: 'cluster', account: 2 },
  ];
  const { policy, problems } = checkPolicy({ tenants, mappings: named }, undefined, NOW);
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return indexPolicy(policy);
}

const allow = { grants: [{ tenant: 'acme', access: 'read' }] };
const outcome = (mappings: object[], subject = alice) =>
  decide(indexOf(mappings), subject, { access: 'read', tenant: 'acme' }, NOW).reason;

describe('somebody whose groups are not all known', () => {
  test.each<[string, object[], string, string]>([
    ['is granted what names the user', [allow], 'allowed', 'allowed'],
    [
      'is not granted what names a group that may be theirs',
      [{ ...allow, principals: ['group:dev'] }],
      'tenant-not-granted',
      'tenant-not-granted',
    ],
    ['is denied what any group is denied', [allow, { effect: 'deny', principals: ['group:x'] }], 'denied', 'allowed'],
    [
      'is denied the tenants that a group is denied',
      [allow, { effect: 'deny', principals: ['user:u-bob', 'group:x'], grants: [{ tenant: 'acme' }] }],
      'denied',
      'allowed',
    ],
    [
      'is not denied other tenants than a group is denied',
      [allow, { effect: 'deny', principals: ['group:x'], grants: [{ tenant: 'globex' }] }],
      'allowed',
      'allowed',
    ],
    [
      'is not denied what other people are',
      [allow, { effect: 'deny', principals: ['user:u-bob'] }],
      'allowed',
      'allowed',
    ],
    [
      'is not denied by a disabled mapping',
      [allow, { effect: 'deny', principals: ['group:x'], enabled: false }],
      'allowed',
      'allowed',
    ],
    [
      'is not denied by a mapping that is over',
      [allow, { effect: 'deny', principals: ['group:x'], expires: '2026-11-21T12:00:00Z' }],
      'allowed',
      'allowed',
    ],
    [
      'is not denied by a mapping of another issuer',
      [allow, { effect: 'deny', principals: ['group:x'], issuers: ['keycloak'] }],
      'allowed',
      'allowed',
    ],
    [
      'is not denied by a mapping that certainly excepts them',
      [allow, { effect: 'deny', principals: ['group:x'], except: ['user:u-alice'] }],
      'allowed',
      'allowed',
    ],
    [
      'is denied by a mapping that excepts a group that may be theirs',
      [allow, { effect: 'deny', principals: ['group:x'], except: ['group:admins'] }],
      'denied',
      'allowed',
    ],
    [
      'is denied by a mapping that names them and excepts a group that may be theirs',
      [allow, { effect: 'deny', except: ['group:admins'] }],
      'denied',
      'denied',
    ],
    [
      'is not granted what excepts a group that may be theirs',
      [{ ...allow, except: ['group:interns', 'user:u-bob'] }],
      'tenant-not-granted',
      'allowed',
    ],
    ['is granted what excepts other people', [{ ...allow, except: ['user:u-bob'] }], 'allowed', 'allowed'],
  ])('%s', (_name, mappings, expected, otherwise) => {
    expect(outcome(mappings)).toBe(expected);
    expect(outcome(mappings, { ...alice, groupsIncomplete: undefined })).toBe(otherwise);
  });

  test('is told why, and what to do', () => {
    const index = indexOf([allow, { effect: 'deny', principals: ['group:x'] }]);
    for (const request of [{}, { tenant: 'acme' }, { tenant: 'nowhere' }, { backend: 'single' }]) {
      const decision = decide(index, alice, { access: 'read', ...request }, NOW);
      expect(decision).toMatchObject({
        allowed: false,
        message: expect.stringContaining('left groups out of the token'),
      });
    }
    expect(decide(index, { ...alice, groupsIncomplete: undefined }, { access: 'write' }, NOW)).toMatchObject({
      message: expect.not.stringContaining('left groups out'),
    });
  });

  test('sees in the explanation which mappings rest on groups that may be theirs, in the order of the policy', () => {
    const index = indexOf([
      { effect: 'deny', principals: ['group:x'], grants: [{ tenant: 'globex' }] },
      { ...allow, except: ['group:interns'] },
      allow,
      { effect: 'deny', principals: ['group:y', 'user:u-alice'], grants: [{ tenant: 'globex' }] },
      { effect: 'deny', principals: ['group:z'], enabled: false },
    ]);
    expect(explain(index, alice, { access: 'read' }, NOW).mappings).toEqual([
      { name: 'm0', part: 'denies', principals: [], presumed: true },
      { name: 'm1', part: 'excepted', principals: ['user:u-alice'], presumed: true },
      { name: 'm2', part: 'grants', principals: ['user:u-alice'] },
      { name: 'm3', part: 'denies', principals: ['user:u-alice'] },
    ]);
  });

  test('is denied only until the denial is over', () => {
    const index = indexOf([allow, { effect: 'deny', principals: ['group:x'], expires: '2026-12-01T00:00:00Z' }]);
    expect(new Date(accessOf(index, alice, NOW).validUntil).toISOString()).toBe('2026-12-01T00:00:00.000Z');
  });
});

test('never may more than with any set of groups that they could have', () => {
  const principal = fc.constantFrom('user:u-alice', 'group:a', 'group:b', 'authenticated');
  const some = fc.uniqueArray(principal, { minLength: 1, maxLength: 3 });
  const mapping = fc.record(
    {
      principals: some,
      except: some,
      effect: fc.constantFrom('allow', 'deny'),
      tenant: fc.constantFrom('acme', 'globex'),
      enabled: fc.boolean(),
    },
    { requiredKeys: ['principals', 'effect', 'tenant', 'enabled'] }
  );
  const readable = (index: PolicyIndex, subject: Subject) => [...accessOf(index, subject, NOW).tenants.keys()];
  fc.assert(
    fc.property(fc.array(mapping, { maxLength: 6 }), fc.subarray(['a', 'b']), (mappings, groups) => {
      const index = indexOf(
        mappings.map(({ tenant, ...rest }) => ({
          ...rest,
          grants: [rest.effect === 'deny' ? { tenant } : { tenant, access: 'read' }],
        }))
      );
      const known = readable(index, { ...alice, groups, groupsIncomplete: undefined });
      expect(known).toEqual(expect.arrayContaining(readable(index, alice)));
    }),
    { numRuns: 1000 }
  );
});
