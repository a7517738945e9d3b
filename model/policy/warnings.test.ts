import fc from 'fast-check';
import { accessOf, type SubjectAccess } from '../decision/access';
import { indexPolicy } from '../decision/policyIndex';
import type { Subject } from '../subject';
import { arbitraryPolicy, policyFrom } from '../testing/arbitraryPolicy';
import { arbitrarySubject } from '../testing/arbitrarySubject';
import { checkPolicy } from './check';
import type { Finding, PolicySurroundings } from './finding';
import type { BackendKind, Mapping, Policy } from './shape';
import { findUnseenPrincipals } from './unseenPrincipals';
import { findWarnings } from './warnings';

const NOW = Date.parse('2026-11-21T12:00:00Z');

/** What somebody may do, without the names of the mappings that led there. */
function meaningOf({ tenants }: SubjectAccess) {
  const entries = [...tenants].map(([name, { read, write }]) => {
    const [reading, writing] = [read, write].map((access) => access && { ...access, mappings: [] });
    const stamps = write?.stamps.map((stamp) => JSON.stringify(stamp)).sort();
    return [name, reading, writing && { ...writing, stamps }] as const;
  });
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function warningsOf(policy: Policy, ...codes: string[]): Finding[] {
  return findWarnings(policy, undefined, NOW).filter(({ code }) => codes.includes(code));
}

/** The policy without the mappings, or the grants of mappings, to which these paths lead. */
function without(policy: Policy, paths: ReadonlyArray<Finding['path']>): Policy {
  const gone = new Set(paths.map((path) => path.join('.')));
  return {
    ...policy,
    mappings: policy.mappings.flatMap((mapping, index): Mapping[] => {
      if (gone.has(`mappings.${index}`)) {
        return [];
      }
      return mapping.effect === 'deny'
        ? [mapping]
        : [{ ...mapping, grants: mapping.grants.filter((_, at) => !gone.has(`mappings.${index}.grants.${at}`)) }];
    }),
  };
}

describe('what is said is never wrong:', () => {
  const policies = arbitraryPolicy({ mostMappings: 8 });
  const subjects = fc.array(arbitrarySubject, { minLength: 1, maxLength: 6 });

  /** Checks that a policy gives everybody the same without what was found, and that enough was found to say so. */
  function checkRemovals(
    removalsOf: (policy: Policy) => Array<Finding['path']>,
    isMeant = (_subject: Subject) => true
  ) {
    let found = 0;
    fc.assert(
      fc.property(policies, subjects, (policy, some) => {
        const paths = removalsOf(policy);
        found += paths.length;
        const [before, after] = [indexPolicy(policy), indexPolicy(without(policy, paths))];
        for (const subject of paths.length === 0 ? [] : some.filter(isMeant)) {
          expect(meaningOf(accessOf(after, subject, NOW))).toEqual(meaningOf(accessOf(before, subject, NOW)));
        }
      }),
      { numRuns: 600 }
    );
    expect(found).toBeGreaterThan(10);
  }

  test('without the grants that others cover, all at once, nobody has less or more', () => {
    checkRemovals((policy) => warningsOf(policy, 'grant-covered').map(({ path }) => path));
  });

  test('without what is covered nobody has less or more, where two mappings are almost the same', () => {
    const principals = fc.constantFrom(
      ['group:dev'],
      ['group:dev', 'group:ops'],
      ['authenticated'],
      ['user:bob@acme.example'],
      ['domain:acme.example']
    );
    const varied = fc.record(
      {
        principals,
        except: fc.constantFrom(['group:qa'], ['group:qa', 'group:ops'], ['group:ops']),
        issuers: fc.constantFrom(['keycloak'], ['keycloak', 'okta']),
        expires: fc.constantFrom('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z'),
        limits: fc.constantFrom({ concurrency: 1 }, { concurrency: 2 }),
        access: fc.constantFrom('read', 'read-write'),
        filters: fc.constantFrom(['{team="dev"}'], ['{team="ops"}']),
        own: fc.constantFrom({ requestsPerMinute: 1 }, { requestsPerMinute: 2 }),
      },
      { requiredKeys: ['principals', 'access'] }
    );
    const mappingOf = ({ access, filters, own, ...mapping }: Record<string, unknown>, name: string) => ({
      ...mapping,
      name,
      grants: [{ tenant: 'acme', access, filters, limits: own }],
    });
    // The second one is like the first but for a few fields.
    const pairs = fc
      .tuple(
        varied,
        varied,
        fc.subarray(['except', 'issuers', 'expires', 'limits', 'filters', 'own', 'principals', 'access'])
      )
      .map(([one, other, fields]) => {
        const changed = Object.fromEntries(Object.entries(other).filter(([key]) => fields.includes(key)));
        const written = [mappingOf(one, 'a'), mappingOf({ ...one, ...changed }, 'b')];
        return policyFrom({
          tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
          mappings: JSON.parse(JSON.stringify(written)),
        });
      });
    let found = 0;
    fc.assert(
      fc.property(pairs, fc.array(arbitrarySubject, { minLength: 6, maxLength: 12 }), (policy, some) => {
        const paths = warningsOf(policy, 'grant-covered').map(({ path }) => path);
        found += paths.length;
        const [before, after] = [indexPolicy(policy), indexPolicy(without(policy, paths))];
        for (const subject of paths.length === 0 ? [] : some) {
          for (const time of [NOW, Date.parse('2027-06-01T00:00:00Z')]) {
            expect(meaningOf(accessOf(after, subject, time))).toEqual(meaningOf(accessOf(before, subject, time)));
          }
        }
      }),
      { numRuns: 800 }
    );
    expect(found).toBeGreaterThan(30);
  });

  test('without the mappings that are always denied nobody has less or more', () => {
    checkRemovals((policy) => warningsOf(policy, 'mapping-always-denied').map(({ path }) => path));
  });

  test('without the denials that have no effect nobody has less or more', () => {
    checkRemovals(
      (policy) => warningsOf(policy, 'deny-without-effect').map(({ path }) => path),
      ({ vmAccess }) => vmAccess === undefined
    );
  });

  test('without the mappings that match nobody, and those that are over, nobody has less or more', () => {
    checkRemovals((policy) =>
      warningsOf(policy, 'mapping-matches-nobody', 'mapping-expired').map(({ path }) => path.slice(0, 2))
    );
  });

  test('nobody reaches a tenant of which that is said', () => {
    fc.assert(
      fc.property(policies, subjects, (policy, some) => {
        const index = indexPolicy(policy);
        for (const { path } of warningsOf(policy, 'tenant-unreached')) {
          const name = policy.tenants[Number(path[1])]?.name ?? '';
          for (const subject of some.filter(({ vmAccess }) => vmAccess === undefined)) {
            expect(accessOf(index, subject, NOW).tenants.has(name)).toBe(false);
          }
        }
      }),
      { numRuns: 500 }
    );
  });
});

/** All that can be found; whoever adds a code gives an example of it below. */
const CODES = [
  'backend-kind',
  'backend-unknown',
  'deny-without-effect',
  'filter-unsupported',
  'grant-covered',
  'invalid',
  'issuer-unknown',
  'issuer-unnamed',
  'limit-never-counts',
  'mapping-always-denied',
  'mapping-expired',
  'mapping-matches-nobody',
  'matches-absent-label',
  'name-repeated',
  'principal-unseen',
  'stamp-contradicts',
  'stamp-evadable',
  'tenant-repeated',
  'tenant-unknown',
  'tenant-unreached',
  'write-filter',
];

describe('hints', () => {
  const surroundings: PolicySurroundings = {
    backends: new Map<string, BackendKind>([
      ['cluster', 'victoriametrics-cluster'],
      ['single', 'victoriametrics'],
      ['mimir', 'mimir'],
    ]),
    issuers: ['keycloak', 'okta'],
  };
  const tenants = [
    { name: 'acme', backend: 'cluster', account: 1, limits: { concurrency: 2 } },
    { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
    { name: 'pay', backend: 'mimir', org: 'pay' },
  ];
  const grant = (change: object) => ({ tenant: 'acme', access: 'read', ...change });
  const mapping = (change: object) => ({ name: 'm', principals: ['group:dev'], grants: [grant({})], ...change });

  const found = (mappings: object[], change: object = {}) => {
    const { problems, warnings } = checkPolicy({ tenants, mappings, ...change }, surroundings, NOW);
    return [...problems, ...warnings];
  };
  const examples: Finding[] = [
    ...found([mapping({}), mapping({})]),
    ...found([mapping({ grants: [grant({ tenant: 'x' })] })]),
    ...found([mapping({ grants: [grant({ tenant: 'pay', filters: ['{a="1"}'] })] })]),
    ...found([mapping({ grants: [grant({ access: 'write', filters: ['{a="1"}', '{a="2"}'] })] })]),
    ...found([mapping({ grants: [grant({ access: 'write', filters: ['{env="1"}'] })] })]),
    ...found([mapping({ grants: [grant({ tenant: 'shop', access: 'write', filters: ['{tenant="x"}'] })] })]),
    ...found([], {
      tenants: [
        { name: 'a', backend: 'x' },
        { name: 'b', backend: 'mimir' },
      ],
    }),
    ...found([mapping({ issuers: ['x'] })]),
    ...found([mapping({ principal: ['group:x'] })]),
    ...found([
      mapping({
        grants: [
          grant({ filters: ['{a!="1"}', '{b=""}'] }),
          grant({ filters: ['{a!="1"}'], limits: { concurrency: 5 } }),
        ],
      }),
      mapping({ name: 'n', expires: '2020-01-01T00:00:00Z' }),
      mapping({ name: 'o', except: ['group:dev'] }),
      mapping({ name: 'p', issuers: ['gatehouse'] }),
      mapping({ name: 'q', grants: [grant({ filters: ['{a!="1"}'] })] }),
      mapping({ name: 'r', effect: 'deny', principals: ['group:ops', 'group:dev'], grants: undefined }),
      mapping({ name: 's', effect: 'deny', principals: ['group:ops'], grants: [{ tenant: 'pay' }] }),
    ]),
    ...found([], { tenants: [...tenants, { ...tenants[0], name: 'again' }] }),
    ...findUnseenPrincipals(
      {
        tenants: [],
        mappings: [{ name: 'm', principals: ['service:x'], effect: 'deny', enabled: true }],
        settings: { severalTenants: 'federate', approvals: 0 },
      },
      { principals: new Set(), somebodyCame: false, groups: false, claims: [], incomplete: 0 },
      NOW
    ),
  ];

  test('come with everything that can be found', () => {
    expect(examples.filter(({ hint }) => hint === undefined || hint === '' || /undefined|null/.test(hint))).toEqual([]);
    expect([...new Set(examples.map(({ code }) => code))].sort()).toEqual(CODES);
  });

  test.each<[string, unknown, string]>([
    ['a misspelt key', { mapings: [] }, 'correct the spelling of mapings, or remove it'],
    ['a text for a number', { tenants: [{ name: 'a', backend: 'c', account: '1' }] }, 'without quotes'],
    ['no name', { tenants: [{ backend: 'c' }] }, 'write a name such as'],
    ['a principal that is none', { mappings: [mapping({ principals: ['alice'] })] }, 'group:acme-dev'],
    ['a filter that cannot be read', { mappings: [mapping({ grants: [grant({ filters: ['x'] })] })] }, '{team="dev"'],
    ['a day without a time', { mappings: [mapping({ expires: '2027-01-31' })] }, '2027-01-31T00:00:00Z'],
    ['an empty list of grants', { mappings: [mapping({ grants: [] })] }, 'write grants such as'],
    [
      'a label that is called like a key',
      { tenants: [{ name: 'a', backend: 'c', labels: { name: '' } }] },
      'write labels such as',
    ],
    ['no policy', null, 'write a policy such as'],
  ])('for %s name the field and what to write', (_name, policy, hint) => {
    const { problems } = checkPolicy(policy, surroundings, NOW);
    expect(problems.map((problem) => problem.hint).join()).toContain(hint);
  });
});
