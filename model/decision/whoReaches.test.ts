import fc from 'fast-check';
import type { Subject } from '../subject';
import { arbitraryPolicy, policyFrom } from '../testing/arbitraryPolicy';
import { arbitrarySubject } from '../testing/arbitrarySubject';
import { decide } from './decide';
import { indexPolicy } from './policyIndex';
import { reachSchema } from './reach';
import { whoReaches } from './whoReaches';

const NOW = Date.parse('2026-11-21T12:00:00Z');

function person(name: string, ...groups: string[]): { key: string; subject: Subject } {
  return {
    key: name,
    subject: { issuer: 'keycloak', kind: 'user', id: `u-${name}`, name, emailVerified: false, groups, claims: {} },
  };
}

const read = (tenant: string, ...filters: string[]) => ({
  tenant,
  access: 'read',
  ...(filters.length > 0 && { filters }),
});

const index = indexPolicy(
  policyFrom({
    tenants: [
      { name: 'acme', backend: 'cluster', account: 1 },
      { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
    ],
    mappings: [
      { name: 'dev', principals: ['group:dev'], grants: [read('acme', '{team="dev"}'), read('shop')] },
      { name: 'ops', principals: ['group:ops'], grants: [read('acme'), { tenant: 'acme', access: 'write' }] },
      { name: 'old', principals: ['group:dev'], grants: [read('acme')], expires: '2020-01-01T00:00:00Z' },
      { name: 'off', principals: ['group:dev'], grants: [read('acme')], enabled: false },
      { name: 'loose', principals: ['group:loose'], grants: [read('acme', '{team=~"(?i)É"}')] },
      { name: 'agents', principals: ['group:agents'], grants: [{ tenant: 'acme', access: 'write' }] },
      { name: 'leavers', principals: ['group:leavers'], effect: 'deny' },
    ],
  })
);
const everybody = [
  person('ann', 'dev'),
  person('ben', 'ops'),
  person('cat', 'ops', 'leavers'),
  person('dan', 'loose'),
  person('eve', 'agents'),
  person('fay'),
];

function reached(tenant: string, series?: Record<string, string>) {
  const answer = whoReaches(index, { tenant, series }, everybody, NOW);
  return answer.subjects.map(({ label, read: reads, write, series: sees, mappings }) =>
    [label, reads && 'reads', write && 'writes', sees, mappings.join('+')].filter(Boolean).join(' ')
  );
}

test('names those who reach a tenant, by which mapping, and nobody who is denied', () => {
  expect(reached('acme')).toEqual(['ann reads dev', 'ben reads writes ops', 'dan reads loose', 'eve writes agents']);
});

test('names the mappings in force that lead there or keep from it', () => {
  const { mappings } = whoReaches(index, { tenant: 'acme' }, [], NOW);
  expect(mappings.map(({ name, effect, principals }) => `${name} ${effect} ${principals.join()}`)).toEqual([
    'dev allow group:dev',
    'ops allow group:ops',
    'loose allow group:loose',
    'agents allow group:agents',
    'leavers deny group:leavers',
  ]);
});

test.each<[string, string, Record<string, string>, string[]]>([
  ['a series of the team', 'acme', { team: 'dev' }, ['ann reads yes dev', 'ben reads writes yes ops']],
  ['a series of nobody', 'acme', { __name__: 'up' }, ['ben reads writes yes ops']],
  [
    'a series of which a pattern cannot be judged',
    'acme',
    { team: 'é' },
    ['ben reads writes yes ops', 'dan reads unknown loose'],
  ],
  ['a series with the fixed labels of the tenant', 'shop', { tenant: 'shop' }, ['ann reads yes dev']],
  ['a series of another tenant of the node', 'shop', { tenant: 'depot' }, []],
  ['a series without the fixed labels', 'shop', {}, []],
])('names those who see %s', (_name, tenant, series, expected) => {
  expect(reached(tenant, series)).toEqual(expected);
});

test('says when the policy has no such tenant', () => {
  expect(whoReaches(index, { tenant: 'none', series: {} }, everybody, NOW)).toMatchObject({
    known: false,
    inTenant: null,
    mappings: [],
    subjects: [],
    counts: { subjects: 6, readers: 0, writers: 0 },
  });
});

test('is bounded, and counts what is left out', () => {
  const answer = whoReaches(index, { tenant: 'acme' }, everybody, NOW, { mappings: 1, subjects: 1 });
  expect(answer).toMatchObject({ mappingsLeftOut: 4, subjectsLeftOut: 3, counts: { readers: 3, writers: 2 } });
  expect([answer.mappings.length, answer.subjects.length]).toEqual([1, 1]);
});

test('says what decisions say', () => {
  fc.assert(
    fc.property(
      arbitraryPolicy(),
      fc.array(arbitrarySubject, { maxLength: 5 }),
      fc.constantFrom('acme', 'shop', 'node'),
      (policy, subjects, tenant) => {
        const made = indexPolicy(policy);
        const known = subjects.map((subject, at) => ({ key: `k${at}`, subject }));
        const answer = whoReaches(made, { tenant }, known, NOW);
        const of = (access: 'read' | 'write') =>
          known.filter(({ subject }) => decide(made, subject, { access, tenant }, NOW).allowed).map(({ key }) => key);
        expect(answer.subjects.filter((one) => one.read).map(({ key }) => key)).toEqual(of('read'));
        expect(answer.subjects.filter((one) => one.write).map(({ key }) => key)).toEqual(of('write'));
        expect(reachSchema.parse(answer)).toEqual(answer);
      }
    ),
    { numRuns: 300 }
  );
});
