import fc from 'fast-check';
import { decide } from '../decision/decide';
import type { AccessRequest } from '../decision/decision';
import { indexPolicy, type PolicyIndex } from '../decision/policyIndex';
import type { Policy } from '../policy/shape';
import { principalsOf } from '../principal';
import type { Subject } from '../subject';
import { arbitraryPolicy, policyFrom } from '../testing/arbitraryPolicy';
import { arbitrarySubject } from '../testing/arbitrarySubject';
import { AccessComparer } from './accessComparer';
import { concernsOf } from './concerns';
import { impactSchema } from './impact';
import { impactOf } from './impactOf';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const TENANTS = [
  { name: 'acme', backend: 'cluster', account: 1 },
  { name: 'globex', backend: 'cluster', account: 2 },
  { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
];
const developers = { name: 'developers', principals: ['group:dev'], grants: [{ tenant: 'acme', access: 'read' }] };

function person(name: string, change: Partial<Subject> = {}): Subject {
  return {
    issuer: 'keycloak',
    kind: 'user',
    id: `u-${name}`,
    email: `${name}@acme.example`,
    emailVerified: true,
    groups: ['dev'],
    claims: {},
    ...change,
  };
}

function agent(name: string): Subject {
  return { issuer: 'gatehouse', kind: 'service', id: name, emailVerified: false, groups: [], claims: {} };
}

function indexOf(change: { tenants?: unknown[]; mappings?: unknown[]; settings?: unknown } = {}): PolicyIndex {
  return indexPolicy(policyFrom({ tenants: TENANTS, mappings: [developers], ...change }));
}

/** What happens to one subject, looked at alone. */
const compareAccess = (before: PolicyIndex, after: PolicyIndex, subject: Subject) =>
  new AccessComparer(before, after, NOW).compare(subject, principalsOf(subject));

const known = (subjects: Subject[]) => subjects.map((subject, index) => ({ key: `k${index}`, subject }));

/** What happens to alice, or to whoever is given, when the mapping `developers` changes. */
function wordsOf(from: object, to: object, subjects = [person('alice')]): string[] {
  const [before, after] = [from, to].map((change) => indexOf({ mappings: [{ ...developers, ...change }] }));
  return before === undefined || after === undefined
    ? []
    : impactOf(before, after, known(subjects), NOW).groups.map(({ words }) => words);
}

const grant = (change: object) => ({ grants: [{ tenant: 'acme', access: 'read', ...change }] });
const grants = (...list: Array<[tenant: string, access: string]>) => ({
  grants: list.map(([tenant, access]) => ({ tenant, access })),
});

describe('in words', () => {
  test.each<[string, object, object, string]>([
    [
      'a tenant lost',
      {},
      { grants: [{ tenant: 'globex', access: 'read' }] },
      'loses read on acme; gains read on globex; gets globex instead of acme where a query names no tenant',
    ],
    ['a tenant lost altogether', grant({ access: 'read-write' }), { enabled: false }, 'loses acme'],
    ['writing gained', grant({}), grant({ access: 'read-write' }), 'gains write on acme'],
    [
      'both gained',
      { enabled: false },
      grant({ access: 'read-write', filters: ['{team="dev"}'] }),
      'gains read-write on acme within {team="dev"}',
    ],
    ['fewer series', {}, grant({ filters: ['{team="dev"}'] }), 'sees less of acme: {team="dev"} instead of all of it'],
    [
      'more series',
      grant({ filters: ['{team="dev",zone="eu"}'] }),
      grant({ filters: ['{team="dev"}'] }),
      'sees more of acme: {team="dev"} instead of {team="dev",zone="eu"}',
    ],
    [
      'other series',
      grant({ filters: ['{a="1"}'] }),
      grant({ filters: ['{a=~"1|2"}'] }),
      'sees other series of acme: {a=~"1|2"} instead of {a="1"}',
    ],
    [
      'another label on what is written',
      grant({ access: 'write', filters: ['{a="1"}'] }),
      grant({ access: 'write', filters: ['{a="2"}'] }),
      'writes to acme with the labels {a="2"} instead of {a="1"}',
    ],
    [
      'two labels for what is written',
      { grants: [{ tenant: 'acme', access: 'read-write' }] },
      {
        grants: [
          { tenant: 'acme', access: 'read-write' },
          { tenant: 'acme', access: 'write', filters: ['{a="2"}'] },
        ],
      },
      'loses write on acme, because several mappings would stamp different labels',
    ],
    ['limits', grant({}), grant({ limits: { concurrency: 2 } }), 'has narrower limits for reading acme'],
    ['shared limits', { limits: { requestsPerMinute: 6 } }, {}, 'has wider limits for reading acme'],
    [
      'an end',
      {},
      { expires: '2027-01-01T00:00:00Z' },
      'may go on reading acme until 2027-01-01T00:00:00.000Z instead of without an end',
    ],
    [
      'a denial',
      grants(['acme', 'read'], ['globex', 'read']),
      { effect: 'deny', grants: undefined },
      'loses read on acme and globex, by a deny mapping',
    ],
    [
      'a second tenant on another backend, which makes requests without a tenant ambiguous',
      {},
      grants(['acme', 'read'], ['shop', 'read']),
      'gains read on shop; must name a tenant from now on: a query without one is refused',
    ],
    [
      'a second tenant on the same backend, which is asked together with the first',
      {},
      grants(['acme', 'read'], ['globex', 'read']),
      'gains read on globex; gets acme and globex instead of acme where a query names no tenant',
    ],
  ])('tells of %s', (_name, from, to, words) => {
    expect(wordsOf(from, to)).toEqual([`alice@acme.example ${words}`]);
  });

  test('tells together of those to whom the same happens', () => {
    const people = Array.from({ length: 12 }, (_, index) => person(`p${index}`));
    expect(wordsOf({}, grant({ access: 'read-write' }), people)).toEqual([
      '12 people (p0@acme.example, p1@acme.example, p2@acme.example and 9 more) gain write on acme',
    ]);
  });

  test('tells people from services', () => {
    const all = { principals: ['authenticated'] };
    expect(wordsOf(all, { ...all, enabled: false }, [person('alice'), agent('vmagent')])).toEqual([
      '1 person and 1 service (alice@acme.example and vmagent) lose read on acme',
    ]);
  });

  test('says that a deny mapping is why', () => {
    const deny = { name: 'leavers', principals: ['user:u-bob'], effect: 'deny' };
    const impact = impactOf(
      indexOf(),
      indexOf({ mappings: [developers, deny] }),
      known([person('alice'), person('bob')]),
      NOW
    );
    expect(impact.groups.map(({ words }) => words)).toEqual(['bob@acme.example loses read on acme, by a deny mapping']);
    expect(impact).toMatchObject({ subjects: 2, unchanged: 1, changed: 1, gaining: 0, losing: 1 });
  });

  test('tells who has nothing left from who loses the same and has something else', () => {
    const [all, ofAlice] = [
      { name: 'all', principals: ['authenticated'], grants: [{ tenant: 'acme', access: 'read' }] },
      { name: 'of-alice', principals: ['user:u-alice'], grants: [{ tenant: 'globex', access: 'read' }] },
    ];
    const impact = impactOf(
      indexOf({ mappings: [all, ofAlice] }),
      indexOf({ mappings: [ofAlice] }),
      known([person('alice'), person('bob')]),
      NOW
    );
    expect(impact).toMatchObject({ losing: 2, losingAll: 1 });
    expect(impact.groups.map(({ examples, nothingLeft }) => [examples[0]?.label, nothingLeft])).toEqual([
      ['alice@acme.example', false],
      ['bob@acme.example', true],
    ]);
  });

  test('tells of a tenant that moves, and of fixed labels that narrow it', () => {
    const moved = [{ ...TENANTS[0], account: 9 }, ...TENANTS.slice(1)];
    expect(impactOf(indexOf(), indexOf({ tenants: moved }), known([person('alice')]), NOW).groups[0]?.words).toBe(
      'alice@acme.example sees other series of acme, because the tenant is another place now'
    );
    const shopper = { ...developers, ...grants(['shop', 'read']) };
    const narrowed = [...TENANTS.slice(0, 2), { ...TENANTS[2], labels: { tenant: 'shop', site: 'x' } }];
    expect(
      impactOf(
        indexOf({ mappings: [shopper] }),
        indexOf({ mappings: [shopper], tenants: narrowed }),
        known([person('alice')]),
        NOW
      ).groups[0]?.words
    ).toBe('alice@acme.example sees less of shop, because the tenant is another place now');
  });

  test('tells of a setting that makes requests without a tenant ambiguous', () => {
    const mappings = [{ ...developers, ...grants(['acme', 'read'], ['globex', 'read']) }];
    const refusing = indexOf({ mappings, settings: { severalTenants: 'refuse' } });
    const impact = impactOf(indexOf({ mappings }), refusing, known([person('alice')]), NOW);
    expect(impact.groups[0]?.words).toBe(
      'alice@acme.example must name a tenant from now on: a query without one is refused'
    );
    expect(impact).toMatchObject({ changed: 1, losing: 1 });
  });

  test('tells of writes that become certain because another tenant cannot be meant any more, and the other way round', () => {
    const writes = (name: string, tenant: string, filter?: string) => ({
      name,
      principals: ['group:dev'],
      grants: [{ tenant, access: 'write', ...(filter !== undefined && { filters: [filter] }) }],
    });
    const mappings = [writes('both', 'globex'), writes('one', 'acme', '{a="1"}'), writes('two', 'acme', '{a="2"}')];
    const [ambiguous, certain] = [indexOf({ mappings }), indexOf({ mappings: mappings.slice(0, 1) })];
    const alice = known([person('alice')]);
    expect(impactOf(ambiguous, certain, alice, NOW)).toMatchObject({ changed: 1, gaining: 1, losing: 0 });
    expect(impactOf(certain, ambiguous, alice, NOW)).toMatchObject({ changed: 1, gaining: 0, losing: 1 });
    const moved = TENANTS.map((tenant) => (tenant.name === 'acme' ? { ...tenant, backend: 'other' } : tenant));
    const apart = indexOf({ mappings, tenants: moved });
    expect(impactOf(ambiguous, apart, alice, NOW)).toMatchObject({ changed: 1, gaining: 1, losing: 0 });
  });

  test.each<[string, object]>([
    ['a mapping by another name', { name: 'devs' }],
    ['another exception that does not hold', { except: ['user:u-nobody'] }],
    ['a principal more', { principals: ['group:dev', 'group:qa'] }],
    [
      'a filter of what is granted whole',
      {
        grants: [
          { tenant: 'acme', access: 'read' },
          { tenant: 'acme', access: 'read', filters: ['{a="1"}'] },
        ],
      },
    ],
  ])('says nothing of %s to somebody for whom nothing changes', (_name, change) => {
    expect(wordsOf({}, change)).toEqual([]);
  });
});

test('says of how many not everything is known', () => {
  const subjects = [
    { key: 'a', subject: person('alice', { groupsIncomplete: true }) },
    { key: 'b', subject: person('bob'), shortened: true },
    { key: 'c', subject: person('carol') },
  ];
  expect(impactOf(indexOf(), indexOf(), subjects, NOW).incomplete).toBe(2);
});

test('tells of somebody whose groups are not all known that a denial of any group is theirs', () => {
  const deny = { name: 'leavers', principals: ['group:leavers'], effect: 'deny' };
  const incomplete = person('alice', { groupsIncomplete: true });
  const impact = impactOf(
    indexOf(),
    indexOf({ mappings: [developers, deny] }),
    known([incomplete, person('bob')]),
    NOW
  );
  expect(impact.groups.map(({ words }) => words)).toEqual(['alice@acme.example loses read on acme, by a deny mapping']);
});

test('tells of somebody to whom a token gives a tenant by its account, when another tenant gets the account', () => {
  const holder = person('alice', {
    groups: [],
    vmAccess: { tenant: { account: 7, project: 0 }, access: 'read', filters: undefined, backends: undefined },
  });
  const after = indexOf({ tenants: [...TENANTS, { name: 'initech', backend: 'cluster', account: 7 }] });
  expect(impactOf(indexOf(), after, known([holder]), NOW).groups.map(({ words }) => words)).toEqual([
    'alice@acme.example gains read on initech',
  ]);
});

test('is bounded, and counts what is left out', () => {
  const people = Array.from({ length: 40 }, (_, index) => person(`p${index}`));
  const mappings = people.map(({ id }, index) => ({
    name: `m${index}`,
    principals: [`user:${id}`],
    grants: [
      { tenant: 'globex', access: 'read', filters: Array.from({ length: 60 }, (_, at) => `{n="${index}-${at}"}`) },
    ],
  }));
  const impact = impactOf(indexOf({ mappings: [] }), indexOf({ mappings }), known(people), NOW, {
    groups: 10,
    examples: 1,
    tenants: 5,
  });
  expect(impact).toMatchObject({ changed: 40, gaining: 40, leftOut: 30 });
  expect(impact.groups).toHaveLength(10);
  expect(impact.groups[0]?.tenants[0]?.read?.to).toMatchObject({ filtersLeftOut: 55 });
});

describe('laws', () => {
  const policies = fc.oneof(
    fc.tuple(arbitraryPolicy(), arbitraryPolicy()),
    // Mostly the same, as a draft is.
    fc.tuple(arbitraryPolicy(), arbitraryPolicy()).map(([one, other]): [Policy, Policy] => [
      one,
      {
        ...one,
        mappings: [
          ...one.mappings.slice(1),
          ...other.mappings
            .slice(0, 1)
            .filter(
              ({ name, grants }) =>
                !one.mappings.slice(1).some((mapping) => mapping.name === name) &&
                (grants ?? []).every(({ tenant }) => one.tenants.some((known) => known.name === tenant))
            ),
        ],
      },
    ])
  );
  const indexes = policies.map(([before, after]) => [indexPolicy(before), indexPolicy(after)] as const);
  const access = fc.constantFrom('read' as const, 'write' as const);

  test('nothing changes for whom a change is said not to concern', () => {
    let unconcerned = 0;
    fc.assert(
      fc.property(indexes, arbitrarySubject, ([before, after], subject) => {
        if (!concernsOf(before, after, NOW)(subject, principalsOf(subject))) {
          unconcerned += 1;
          expect(compareAccess(before, after, subject)).toMatchObject({ tenants: [], unnamed: [] });
        }
      }),
      { numRuns: 500 }
    );
    expect(unconcerned).toBeGreaterThan(20);
  });

  test('what happens to many is what happens to each of them alone, and only to the same happens the same', () => {
    fc.assert(
      fc.property(indexes, fc.array(arbitrarySubject, { minLength: 2, maxLength: 12 }), ([before, after], subjects) => {
        const comparer = new AccessComparer(before, after, NOW);
        const together = subjects.map((subject) => comparer.compare(subject, principalsOf(subject)));
        const examples = impactOf(before, after, known(subjects), NOW, { examples: 20 }).groups.map((group) =>
          group.examples.map(({ key }) => key)
        );
        expect(examples.sort()).toEqual(groupsOf(together.map(({ key }) => key)).sort());
        const alone = subjects.map((subject) => compareAccess(before, after, subject));
        const plain = ({ tenants, unnamed, nothingLeft }: (typeof alone)[number]) =>
          JSON.stringify([tenants, unnamed, nothingLeft]);
        expect(together.map(plain)).toEqual(alone.map(plain));
        for (const one of together) {
          for (const other of together) {
            expect(one.key === other.key).toBe(plain(one) === plain(other));
          }
        }
      }),
      { numRuns: 500 }
    );
  });

  test('what comes of requests without a tenant is what decisions say', () => {
    fc.assert(
      fc.property(indexes, arbitrarySubject, access, ([before, after], subject, kind) => {
        const told = new Map(
          compareAccess(before, after, subject)
            .unnamed.filter((one) => one.access === kind)
            .map((one) => [one.backend, one])
        );
        for (const [backend, one] of told) {
          const outcomes = [before, after].map((index) => {
            const decision = decide(index, subject, { access: kind, backend: backend ?? undefined }, NOW);
            return decision.allowed
              ? { allowed: true, tenants: decision.tenants.map(({ tenant }) => tenant.name).sort(), tenantsLeftOut: 0 }
              : { allowed: false, reason: decision.reason };
          });
          expect([one.from, one.to]).toEqual(outcomes);
        }
      }),
      { numRuns: 500 }
    );
  });

  test('a policy has no impact when it takes its own place', () => {
    fc.assert(
      fc.property(arbitraryPolicy(), fc.array(arbitrarySubject), (policy, subjects) => {
        const impact = impactOf(indexPolicy(policy), indexPolicy(policy), known(subjects), NOW);
        expect(impact).toMatchObject({ changed: 0, unchanged: subjects.length, groups: [] });
        for (const subject of subjects) {
          expect(compareAccess(indexPolicy(policy), indexPolicy(policy), subject).tenants).toEqual([]);
        }
      })
    );
  });

  test('what is gained and lost in a tenant is what decisions say', () => {
    fc.assert(
      fc.property(indexes, arbitrarySubject, access, ([before, after], subject, kind) => {
        const { tenants } = compareAccess(before, after, subject);
        for (const tenant of new Set([...before.tenants.keys(), ...after.tenants.keys()])) {
          const request: AccessRequest = { access: kind, tenant };
          const [was, is] = [before, after].map((index) => decide(index, subject, request, NOW).allowed);
          const told = tenants.find((one) => one.tenant === tenant)?.[kind]?.change;
          const expected = was === is ? undefined : is ? 'gained' : 'lost';
          expect(told === 'gained' || told === 'lost' ? told : undefined).toBe(expected);
        }
      }),
      { numRuns: 300 }
    );
  });

  test('whoever is refused without naming a tenant, and was not before, is told of', () => {
    fc.assert(
      fc.property(
        indexes,
        arbitrarySubject,
        access,
        fc.constantFrom(undefined, 'cluster', 'east', 'single', 'mimir'),
        ([before, after], subject, kind, backend) => {
          const [was, is] = [before, after].map((index) => decide(index, subject, { access: kind, backend }, NOW));
          const impact = impactOf(before, after, known([subject]), NOW);
          if (was?.allowed === true && is?.allowed === false) {
            expect(impact.losing + impact.differing).toBeGreaterThan(0);
          }
          if (was?.allowed === false && is?.allowed === true) {
            expect(impact.gaining + impact.differing).toBeGreaterThan(0);
          }
        }
      ),
      { numRuns: 300 }
    );
  });

  test('more and fewer series are certain: whoever sees more sees all that was seen, on every series tried', () => {
    const labels = fc.record({ team: fc.constantFrom('', 'dev', 'ops', 'qa'), zone: fc.constantFrom('', 'eu', 'us') });
    fc.assert(
      fc.property(indexes, arbitrarySubject, fc.array(labels), ([before, after], subject, series) => {
        for (const { read } of compareAccess(before, after, subject).tenants) {
          if (read?.change !== 'wider' && read?.change !== 'narrower') {
            continue;
          }
          const [less, more] = read.change === 'wider' ? [read.from, read.to] : [read.to, read.from];
          for (const one of series.filter((candidate) => passes(less?.filters ?? null, candidate))) {
            expect(passes(more?.filters ?? null, one)).toBe(true);
          }
        }
      }),
      { numRuns: 300 }
    );
  });

  test('an impact is plain data of the shape that its schema says', () => {
    fc.assert(
      fc.property(indexes, fc.array(arbitrarySubject), ([before, after], subjects) => {
        const impact = impactOf(before, after, known(subjects), NOW);
        expect(JSON.parse(JSON.stringify(impactSchema.parse(impact)))).toEqual(JSON.parse(JSON.stringify(impact)));
        expect(impact.changed + impact.unchanged).toBe(subjects.length);
        expect(impact.groups.filter(({ words }) => /undefined|null|\0| {2}|; ;/.test(words))).toEqual([]);
      })
    );
  });
});

/** The places of the subjects to whom the same happens, without those to whom nothing does. */
function groupsOf(keys: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  keys.forEach((key, place) => groups.set(key, [...(groups.get(key) ?? []), `k${place}`]));
  return [...groups].filter(([key]) => key.trim() !== '').map(([, members]) => members);
}

/** The meaning of the few filters that `arbitraryPolicy` uses. */
function passes(filters: readonly string[] | null, { team, zone }: { team: string; zone: string }): boolean {
  const meaning: Record<string, boolean> = {
    '{team="dev"}': team === 'dev',
    '{team="ops"}': team === 'ops',
    '{team="dev",zone="eu"}': team === 'dev' && zone === 'eu',
    '{team=~"dev|ops"}': team === 'dev' || team === 'ops',
    '{zone!="eu"}': zone !== 'eu',
  };
  return filters === null || filters.some((filter) => meaning[filter] === true);
}
