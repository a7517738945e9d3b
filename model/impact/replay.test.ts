import fc from 'fast-check';
import { decide } from '../decision/decide';
import { indexPolicy, type PolicyIndex } from '../decision/policyIndex';
import type { Subject } from '../subject';
import { arbitraryPolicy, policyFrom } from '../testing/arbitraryPolicy';
import { arbitrarySubject } from '../testing/arbitrarySubject';
import { replay } from './replay';
import { replaySchema, type RequestToReplay } from './replayed';

const NOW = Date.parse('2026-11-21T12:00:00Z');

const alice: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  email: 'alice@acme.example',
  emailVerified: true,
  groups: ['dev'],
  claims: {},
};
const query: RequestToReplay = {
  key: 'alice',
  subject: alice,
  request: { access: 'read', tenant: 'acme' },
  endpoint: 'query_range',
  count: 7,
  requestId: 'r-1',
};

function indexOf(grants: object[] | undefined, mapping: object = {}): PolicyIndex {
  return indexPolicy(
    policyFrom({
      tenants: [
        { name: 'acme', backend: 'cluster', account: 1 },
        { name: 'globex', backend: 'cluster', account: 2 },
      ],
      mappings: grants === undefined ? [] : [{ name: 'm', principals: ['group:dev'], grants, ...mapping }],
    })
  );
}

const read = (tenant: string, ...filters: string[]) => ({
  tenant,
  access: 'read',
  ...(filters.length > 0 && { filters }),
});
const write = (...filters: string[]) => ({ ...read('acme', ...filters), access: 'write' });
const unnamed: Partial<RequestToReplay> = { request: { access: 'read' } };
const writing: Partial<RequestToReplay> = { request: { access: 'write', tenant: 'acme' }, endpoint: 'import' };

test.each<[string, object[] | undefined, object[] | undefined, Partial<RequestToReplay>, string[]]>([
  ['the same', [read('acme')], [read('acme'), read('acme', '{a="1"}')], {}, []],
  ['refused before and after', undefined, [read('globex')], {}, []],
  [
    'a refusal',
    [read('acme')],
    [read('globex')],
    {},
    ['7 queries to acme (query_range) by alice@acme.example would be refused: tenant-not-granted'],
  ],
  [
    'an admission',
    undefined,
    [read('acme')],
    {},
    ['7 queries to acme (query_range) by alice@acme.example would be allowed instead of refused: tenant-not-granted'],
  ],
  [
    'fewer series',
    [read('acme')],
    [read('acme', '{a="1"}')],
    {},
    ['7 queries to acme (query_range) by alice@acme.example would see fewer series'],
  ],
  [
    'more series',
    [read('acme', '{a="1"}')],
    [read('acme', '{a="1"}', '{a="2"}')],
    {},
    ['7 queries to acme (query_range) by alice@acme.example would see more series'],
  ],
  [
    'other series',
    [read('acme', '{a="1"}')],
    [read('acme', '{a="2"}')],
    {},
    ['7 queries to acme (query_range) by alice@acme.example would see other series'],
  ],
  [
    'a second tenant',
    [read('acme')],
    [read('acme'), read('globex')],
    unnamed,
    ['7 queries (query_range) by alice@acme.example would see more series'],
  ],
  [
    'another tenant',
    [read('acme')],
    [read('globex')],
    unnamed,
    ['7 queries (query_range) by alice@acme.example would see other series'],
  ],
  [
    'a choice to make',
    [read('acme')],
    [read('acme'), read('globex', '{a="1"}')],
    unnamed,
    ['7 queries (query_range) by alice@acme.example would be refused: tenant-ambiguous'],
  ],
  [
    'another label on what is written',
    [write('{a="1"}')],
    [write('{a="2"}')],
    writing,
    ['7 writes to acme (import) by alice@acme.example would go to another place or with other labels'],
  ],
])('tells of %s', (_name, before, after, change, words) => {
  const { kinds } = replay(indexOf(before), indexOf(after), [{ ...query, ...change }], NOW);
  expect(kinds.map((kind) => kind.words)).toEqual(words);
});

test('counts requests and subjects, refused ones first, and leaves the rest out', () => {
  const people = Array.from({ length: 30 }, (_, index) => ({
    ...query,
    key: `k${index}`,
    subject: { ...alice, id: `u-${index}`, email: `p${index}@acme.example` },
    endpoint: index < 20 ? 'query' : `e${index}`,
    request: index < 25 ? query.request : { access: 'read' as const, tenant: 'globex' },
  }));
  const told = replay(indexOf([read('acme')]), indexOf([read('globex')]), people, NOW, { kinds: 3, examples: 2 });
  expect(told).toMatchObject({ requests: 210, refused: 175, allowed: 35, same: 0, leftOut: 8 });
  expect(told.kinds[0]).toMatchObject({ outcome: 'refused', requests: 140, subjects: 20, requestId: 'r-1' });
  expect(told.kinds[0]?.words).toBe(
    '140 queries to acme (query) by p0@acme.example, p1@acme.example and 18 more would be refused: tenant-not-granted'
  );
  expect(told.kinds.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
});

test('what is refused and let in is what decisions say, for every request', () => {
  const requests = fc.array(
    fc.record({
      subject: arbitrarySubject,
      request: fc.record({
        access: fc.constantFrom('read' as const, 'write' as const),
        tenant: fc.constantFrom(undefined, 'acme', 'globex', 'shop', 'none'),
        backend: fc.constantFrom(undefined, undefined, 'cluster', 'single'),
      }),
      endpoint: fc.constantFrom('query', 'labels'),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 12 }
  );
  fc.assert(
    fc.property(arbitraryPolicy(), arbitraryPolicy(), requests, (one, other, list) => {
      const [before, after] = [indexPolicy(one), indexPolicy(other)];
      const keyed = list.map((request, index) => ({ ...request, key: `k${index}` }));
      const told = replay(before, after, keyed, NOW);
      const expected = { refused: 0, allowed: 0 };
      for (const { subject, request, count } of keyed) {
        const [was, is] = [before, after].map((index) => decide(index, subject, request, NOW).allowed);
        expected.refused += was === true && is === false ? count : 0;
        expected.allowed += was === false && is === true ? count : 0;
      }
      expect(told).toMatchObject(expected);
      expect(told.same + told.refused + told.allowed + told.more + told.less + told.other).toBe(told.requests);
      expect(told.kinds.reduce((sum, { requests: of }) => sum + of, 0)).toBe(told.requests - told.same);
      expect(replaySchema.parse(told)).toEqual(told);
    }),
    { numRuns: 200 }
  );
});
