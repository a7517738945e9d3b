import fc from 'fast-check';
import type { Grant, Mapping, Policy, Tenant } from '../policy/shape';
import { arbitraryPolicy, policyFrom } from '../testing/arbitraryPolicy';
import { boundDiff } from './boundDiff';
import { diffPolicies } from './diffPolicies';
import { isEmptyDiff } from './isEmptyDiff';
import { type MappingChanged, type PolicyChange, type PolicyDiff, policyDiffSchema } from './policyDiff';
import { grantKey, mappingKey, tenantKey } from './sameMeaning';
import { tenantRenamer } from './tenantRenamer';

const acme = { name: 'acme', backend: 'cluster', account: 1 };
const globex = { name: 'globex', backend: 'cluster', account: 2 };
const developers = {
  name: 'developers',
  principals: ['group:dev'],
  grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
};

function policyWith(change: { tenants?: unknown[]; mappings?: unknown[]; settings?: unknown } = {}): Policy {
  return policyFrom({ tenants: [acme, globex], mappings: [developers], ...change });
}

function wordsOf(before: Policy, after: Policy): string[] {
  return diffPolicies(before, after).changes.map(({ words }) => words);
}

/** What a change of the mapping `developers` is told as. */
function wordsOfChange(change: object, from: object = {}): string[] {
  return wordsOf(
    policyWith({ mappings: [{ ...developers, ...from }] }),
    policyWith({ mappings: [{ ...developers, ...from, ...change }] })
  );
}

const grant = (change: object) => ({
  grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'], ...change }],
});

describe('in words', () => {
  test.each<[string, object, string]>([
    ['principals', { principals: ['group:qa', 'group:dev'] }, 'adds group:qa'],
    ['principals that go', { principals: ['group:qa'] }, 'adds group:qa; removes group:dev'],
    ['exceptions', { except: ['user:bob@acme.example'] }, 'excepts user:bob@acme.example'],
    ['issuers', { issuers: ['okta', 'keycloak'] }, 'trusts only keycloak and okta instead of every issuer'],
    ['a mapping that is switched off', { enabled: false }, 'is disabled'],
    ['an end', { expires: '2027-01-31T00:00:00Z' }, 'ends at 2027-01-31T00:00:00Z'],
    [
      'shared limits',
      { limits: { requestsPerMinute: 600, maxRange: '30d' } },
      'all whom it lets in may together make 600 requests a minute, queries over at most 30d instead of any number of requests',
    ],
    ['access', grant({ access: 'read-write' }), 'on acme now read-write instead of read'],
    [
      'a filter more',
      grant({ filters: ['{team="dev"}', '{team="ops"}'] }),
      'on acme now also within {team="ops"}, which widens it',
    ],
    [
      'no filter any more',
      grant({ filters: undefined }),
      'on acme now without the filter {team="dev"}, which widens it to the whole tenant',
    ],
    ['another filter', grant({ filters: ['{team="ops"}'] }), 'on acme now within {team="ops"} instead of {team="dev"}'],
    [
      'limits of each',
      grant({ limits: { concurrency: 2 } }),
      'on acme now each subject may make 2 requests at once instead of any number of requests',
    ],
    [
      'another tenant',
      { grants: [{ tenant: 'globex', access: 'write' }] },
      'no longer grants read on acme within {team="dev"}; grants write on globex',
    ],
    [
      'a grant more of the same tenant',
      { grants: [...developers.grants, { tenant: 'acme', access: 'write', filters: ['{team="dev"}'] }] },
      'grants write on acme within {team="dev"}',
    ],
    [
      'a mapping that denies instead',
      { effect: 'deny', grants: undefined },
      'denies instead of allowing; no longer grants read on acme within {team="dev"}; denies everything',
    ],
  ])('tells of %s', (_name, change, words) => {
    expect(wordsOfChange(change)).toEqual([`mapping developers: ${words}`]);
  });

  test.each<[string, object, object, string]>([
    [
      'a filter less',
      grant({ filters: ['{a="1"}', '{a="2"}'] }),
      grant({ filters: ['{a="2"}'] }),
      'on acme now no longer within {a="1"}, which narrows it',
    ],
    [
      'a filter where was none',
      grant({ filters: undefined }),
      grant({}),
      'on acme now only within {team="dev"} instead of the whole tenant',
    ],
    [
      'another stamp',
      grant({ access: 'read-write' }),
      grant({ access: 'read-write', filters: ['{team="ops"}'] }),
      'on acme now within {team="ops"} instead of {team="dev"}, and stamps {team="ops"} on what is written',
    ],
    [
      'an end that is put off',
      { expires: '2027-01-31T00:00:00Z' },
      { expires: '2028-01-31T00:00:00Z' },
      'ends at 2028-01-31T00:00:00Z instead of 2027-01-31T00:00:00Z',
    ],
    [
      'no end any more',
      { expires: '2027-01-31T00:00:00Z' },
      { expires: undefined },
      'no longer ends by itself (ended at 2027-01-31T00:00:00Z)',
    ],
    [
      'a denial that is narrowed',
      { effect: 'deny', grants: undefined },
      { effect: 'deny', grants: [{ tenant: 'globex' }] },
      'denies only globex instead of everything',
    ],
  ])('tells of %s', (_name, from, change, words) => {
    expect(wordsOfChange(change, from)).toEqual([`mapping developers: ${words}`]);
  });

  test.each<[string, { tenants?: unknown[]; mappings?: unknown[]; settings?: unknown }, string[]]>([
    [
      'a new tenant',
      { tenants: [acme, globex, { name: 'pay', backend: 'mimir', org: 'p' }] },
      ['tenant pay is new: org p on mimir'],
    ],
    ['a tenant that goes', { tenants: [acme] }, ['tenant globex is removed: account 2, project 0 on cluster']],
    ['a tenant that moves', { tenants: [{ ...acme, account: 7 }, globex] }, ['tenant acme: account 7 instead of 1']],
    [
      'a new mapping',
      { mappings: [developers, { name: 'leavers', principals: ['group:leavers'], effect: 'deny' }] },
      ['mapping leavers is new: denies everything to group:leavers'],
    ],
    [
      'a mapping that goes',
      { mappings: [] },
      ['mapping developers is removed: grants read on acme within {team="dev"} to group:dev'],
    ],
    [
      'a mapping by another name',
      { mappings: [{ ...developers, name: 'devs' }] },
      ['mapping developers is now called devs'],
    ],
    [
      'a tenant by another name, and not of the mappings that follow it',
      {
        tenants: [{ ...acme, name: 'acme-corp' }, globex],
        mappings: [{ ...developers, grants: [{ ...developers.grants[0], tenant: 'acme-corp' }] }],
      },
      ['tenant acme is now called acme-corp'],
    ],
    ['a setting', { settings: { approvals: 1 } }, ['changes take effect only when a second person has approved them']],
  ])('tells of %s', (_name, change, words) => {
    expect(wordsOf(policyWith(), policyWith(change))).toEqual(words);
  });

  test('names a few of many', () => {
    const principals = Array.from({ length: 1999 }, (_, index) => `group:g${String(index).padStart(4, '0')}`);
    expect(wordsOfChange({ principals: [...principals, 'group:dev'] })).toEqual([
      'mapping developers: adds group:g0000, group:g0001, group:g0002, group:g0003, group:g0004 and 1994 more',
    ]);
  });
});

test.each<[string, object, object]>([
  ['the order of principals', { principals: ['group:a', 'group:b'] }, { principals: ['group:b', 'group:a'] }],
  ['a principal twice', { principals: ['group:a'] }, { principals: ['group:a', 'group:a'] }],
  ['how a time is written', { expires: '2027-01-31T00:00:00Z' }, { expires: '2027-01-31T01:00:00+01:00' }],
  ['how a duration is written', { limits: { maxRange: '7d' } }, { limits: { maxRange: '1w' } }],
  ['limits that limit nothing', { limits: {} }, {}],
  ['a grant twice', {}, { grants: [developers.grants[0], developers.grants[0]] }],
])('%s makes no difference', (_name, from, to) => {
  const [before, after] = [from, to].map((change) => policyWith({ mappings: [{ ...developers, ...change }] }));
  expect(before && after && diffPolicies(before, after).changes).toEqual([]);
});

/** The policy without what means nothing. */
function meaningOf({ tenants, mappings, settings }: Policy) {
  return {
    tenants: tenants.map((tenant) => `${tenant.name} ${tenantKey(tenant)}`).sort(),
    mappings: mappings.map((mapping) => `${mapping.name} ${mappingKey(mapping)}`).sort(),
    settings,
  };
}

/** Carries a difference out, with nothing but what it says. */
function apply(policy: Policy, diff: PolicyDiff): Policy {
  const renames = new Map(
    diff.changes.flatMap((change) => (change.kind === 'tenant-renamed' ? [[change.from, change.to]] : []))
  );
  const tenants = new Map<string, unknown>(policy.tenants.map((tenant) => [tenant.name, tenant]));
  const mappings = new Map<string, unknown>(
    policy.mappings.map((mapping) => [mapping.name, tenantRenamer(renames)(mapping)])
  );
  const settings: Record<string, unknown> = { ...policy.settings };
  const move = (map: Map<string, unknown>, from: string, to: string) => {
    const value = map.get(from);
    map.delete(from);
    map.set(to, Object.assign({}, value, { name: to }));
  };

  for (const change of diff.changes) {
    applyChange(change);
  }
  return policyFrom({ tenants: [...tenants.values()], mappings: [...mappings.values()], settings });

  function applyChange(change: PolicyChange) {
    switch (change.kind) {
      case 'setting-changed':
        settings[change.setting] = change.to;
        break;
      case 'tenant-removed':
        tenants.delete(change.name);
        break;
      case 'tenant-added':
        tenants.set(change.name, change.tenant);
        break;
      case 'tenant-renamed':
        move(tenants, change.from, change.to);
        break;
      case 'tenant-changed':
        tenants.set(
          change.name,
          withFields(
            tenants.get(change.name),
            change.fields.map(({ field, to }) => [field, to])
          )
        );
        break;
      case 'mapping-removed':
        mappings.delete(change.name);
        break;
      case 'mapping-added':
        mappings.set(change.name, change.mapping);
        break;
      case 'mapping-renamed':
        move(mappings, change.from, change.to);
        break;
      case 'mapping-changed':
        mappings.set(change.name, changedMapping(mappings.get(change.name) as Mapping, change));
    }
  }
}

function withFields(value: unknown, fields: Array<[string, unknown]>): object {
  return Object.fromEntries(
    Object.entries({ ...(value as Tenant), ...Object.fromEntries(fields) }).filter(([, one]) => one !== null)
  );
}

function changedMapping(mapping: Mapping, change: MappingChanged): object {
  const items = (own: readonly string[] | undefined, by: { added: string[]; removed: string[] } | undefined) => {
    const all = new Set([...(own ?? []).filter((item) => by?.removed.includes(item) !== true), ...(by?.added ?? [])]);
    return all.size === 0 ? null : [...all];
  };
  const effect = change.effect?.to ?? mapping.effect;
  const fields: Array<[string, unknown]> = [
    ['effect', effect],
    ['principals', items(mapping.principals, change.principals)],
    ['except', items(mapping.except, change.except)],
    ...(change.issuers ? [['issuers', change.issuers.to] as [string, unknown]] : []),
    ...(change.enabled ? [['enabled', change.enabled.to] as [string, unknown]] : []),
    ...(change.expires ? [['expires', change.expires.to] as [string, unknown]] : []),
    ...(change.limits ? [['limits', change.limits.to] as [string, unknown]] : []),
  ];
  if (effect === 'deny') {
    const own = mapping.effect === 'deny' ? mapping.grants?.map(({ tenant }) => tenant) : undefined;
    const everything = change.denies?.everythingAfter ?? (mapping.effect === 'deny' && mapping.grants === undefined);
    const grants = everything ? null : items(own, change.denies)?.map((tenant) => ({ tenant }));
    return withFields(mapping, [...fields, ['grants', grants]]);
  }
  const grants = new Map((mapping.effect === 'allow' ? mapping.grants : []).map((one) => [grantKey(one), one]));
  for (const one of change.grants ?? []) {
    if (one.kind !== 'grant-added') {
      grants.delete(grantKey(one.kind === 'grant-changed' ? (one.before as Grant) : (one.grant as Grant)));
    }
  }
  for (const one of change.grants ?? []) {
    if (one.kind === 'grant-added') {
      grants.set(grantKey(one.grant as Grant), one.grant as Grant);
    } else if (one.kind === 'grant-changed') {
      const { before } = one;
      const filters = one.filters?.wholeAfter ? null : items(before.filters, one.filters);
      const changed = withFields(before, [
        ['access', one.access?.to ?? before.access],
        ['filters', filters],
        ['limits', one.limits ? one.limits.to : (before.limits ?? null)],
      ]) as Grant;
      grants.set(grantKey(changed), changed);
    }
  }
  return withFields(mapping, [...fields, ['grants', [...grants.values()]]]);
}

describe('laws', () => {
  const policies = arbitraryPolicy();

  test('a policy does not differ from itself, however its lists are ordered', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const turned: Policy = {
          ...policy,
          tenants: policy.tenants.toReversed(),
          mappings: policy.mappings
            .toReversed()
            .map((mapping) =>
              mapping.effect === 'deny'
                ? { ...mapping, principals: mapping.principals.toReversed(), grants: mapping.grants?.toReversed() }
                : { ...mapping, principals: mapping.principals.toReversed(), grants: mapping.grants.toReversed() }
            ),
        };
        expect(isEmptyDiff(diffPolicies(policy, policy))).toBe(true);
        expect(diffPolicies(policy, turned).changes).toEqual([]);
        expect(diffPolicies(turned, policy).changes).toEqual([]);
      })
    );
  });

  test('a difference is empty exactly when both mean the same', () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const same = JSON.stringify(meaningOf(before)) === JSON.stringify(meaningOf(after));
        expect(isEmptyDiff(diffPolicies(before, after))).toBe(same);
      })
    );
  });

  test('carrying a difference out gives the other policy', () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const diff = diffPolicies(before, after);
        expect(meaningOf(apply(before, diff))).toEqual(meaningOf(after));
      }),
      { numRuns: 500 }
    );
  });

  test('a difference is plain data of the shape that its schema says, and every change has words', () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const diff = diffPolicies(before, after);
        expect(policyDiffSchema.parse(JSON.parse(JSON.stringify(diff)))).toEqual(JSON.parse(JSON.stringify(diff)));
        expect(diff.changes.filter(({ words }) => words === '' || /undefined|null|: $/.test(words))).toEqual([]);
      })
    );
  });
});

describe('a bounded difference', () => {
  test('keeps the counts and says how much is left out', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      ...developers,
      name: `m${index}`,
      principals: [`group:g${index}`],
    }));
    const bounded = boundDiff(diffPolicies(policyWith(), policyWith({ mappings: many })), 10);
    expect(bounded.changes).toHaveLength(10);
    expect(bounded.leftOut).toBe(41);
    expect(bounded.counts.mappings).toEqual({ added: 50, removed: 1, renamed: 0, changed: 0 });
    expect(isEmptyDiff(boundDiff(bounded, 0))).toBe(false);
  });

  test('cuts the lists of one change', () => {
    const principals = Array.from({ length: 1500 }, (_, index) => `group:g${index}`);
    const diff = diffPolicies(policyWith(), policyWith({ mappings: [{ ...developers, principals }] }));
    const [change] = boundDiff(diff, 10).changes;
    expect(change).toMatchObject({ kind: 'mapping-changed', leftOut: 1301 });
    expect(change?.kind === 'mapping-changed' && change.principals?.added.length).toBe(200);
  });
});
