import type { Subject } from '@gatehouse/model';
import { explainBodySchema } from '@gatehouse/model/api';
import { bytesOf, type MadeDesk, makeDesk, NOW, problemOf, read } from './testing/makeDesk';

const tenants = [{ name: 'acme', backend: 'cluster', account: 1 }];
const policy = (more: object = {}) => ({
  tenants,
  mappings: [
    {
      name: 'dev',
      principals: ['group:dev'],
      grants: [
        {
          tenant: 'acme',
          access: 'read',
          filters: ['{team="dev"}'],
          limits: { requestsPerMinute: 60, maxRange: '1d' },
        },
      ],
      ...more,
    },
  ],
});
const ALICE: Subject = {
  issuer: 'keycloak',
  kind: 'user',
  id: 'u-alice',
  emailVerified: false,
  groups: ['dev'],
  claims: {},
};
const KEY = 'k'.repeat(43);
const REQUEST = explainBodySchema.parse({ token: '-' }).request;
const backends = [
  {
    name: 'cluster',
    kind: 'victoriametrics-cluster',
    read: ['http://select:8481'],
    write: [],
    opentsdb: [],
    timeout: 1,
    safety: 'vouched',
  },
] as const;

let made: MadeDesk;

beforeEach(async () => {
  made = await makeDesk({ backends: backends as never });
  await made.publish(policy());
  await made.publish(policy({ enabled: false }));
  await made.subjects.write([
    { key: KEY, subject: ALICE, shortened: false, firstSeen: NOW - 1, lastSeen: NOW - 1, visits: 1 },
  ]);
});

afterEach(() => made.remove());

it('decides by any revision, with each mapping’s part, the limits and the exact request', async () => {
  const then = await made.desk.explainUnder(ALICE, REQUEST, { revision: 1 });
  expect(then).toMatchObject({
    revision: 1,
    explanation: {
      decision: { allowed: true, mappings: ['dev'] },
      mappings: [{ name: 'dev', part: 'grants', principals: ['group:dev'] }],
      access: [{ tenant: { name: 'acme' } }],
      leftOut: { principals: 0, mappings: 0, access: 0 },
    },
    limits: [
      { scope: 'subject', kind: 'requestsPerMinute', value: 60 },
      { scope: 'subject', kind: 'maxRange', value: '1d' },
    ],
  });
  expect(new URL(then.upstream?.url ?? '').origin).toBe('http://select:8481');
  expect(decodeURIComponent(then.upstream?.url ?? '') + decodeURIComponent(then.upstream?.body ?? '')).toContain(
    '{team="dev"}'
  );
  const now = await made.desk.explainUnder(ALICE, REQUEST, { revision: 2 });
  expect(now).toMatchObject({
    explanation: { decision: { allowed: false, reason: 'no-mapping' }, mappings: [{ part: 'disabled' }] },
    upstream: null,
    limits: [],
  });
});

it('decides by the moment that it is told', async () => {
  const draft = policy({ expires: new Date(NOW - 1000).toISOString() });
  const under = (at?: number) => made.desk.explainUnder(ALICE, REQUEST, { draft }, at);
  expect(await under()).toMatchObject({ explanation: { mappings: [{ part: 'expired' }] } });
  expect(await under(NOW - 2000)).toMatchObject({ revision: null, explanation: { mappings: [{ part: 'grants' }] } });
});

it('refuses a revision that is not there and a draft with problems', async () => {
  expect(await problemOf(made.desk.explainUnder(ALICE, REQUEST, { revision: 9 }))).toMatchObject({ code: 'not-found' });
  expect(await problemOf(made.desk.explainUnder(ALICE, REQUEST, { draft: { tenants: 1 } }))).toMatchObject({
    code: 'policy-invalid',
  });
});

describe('a large draft', () => {
  const explain = (body: object) => made.desk.explainDraft(bytesOf({ draft: policy(), ...body }));

  it('is explained for a subject that is typed, or that came', async () => {
    const allowed = { explanation: { decision: { allowed: true } }, revision: null };
    expect(read(await explain({ subject: ALICE }))).toMatchObject({ subject: ALICE, ...allowed });
    expect(read(await explain({ seen: KEY }))).toMatchObject({ subject: ALICE, ...allowed });
    expect(await problemOf(explain({ seen: 'x'.repeat(43) }))).toMatchObject({ code: 'not-found' });
  });

  it.each([
    ['a token', { token: 'secret-token' }],
    ['a token beside a subject', { token: 'secret-token', subject: ALICE }],
    ['a refusal', { refusal: '0123456789abcdef' }],
    ['nobody', {}],
  ])('is not explained for %s', async (_name, body) => {
    const problem = await problemOf(explain(body));
    expect(problem).toMatchObject({ code: 'body-invalid' });
    expect(JSON.stringify(problem.toDocument())).not.toContain('secret-token');
  });
});

it('says who can see a series', async () => {
  const reach = async (team: string) =>
    read<{ reach: { subjects: unknown[] } }>(
      await made.desk.reach({ tenant: 'acme', series: { __name__: 'up', team } }, 1)
    );
  expect(await reach('dev')).toMatchObject({
    revision: 1,
    complete: true,
    reach: { known: true, subjects: [{ key: KEY, series: 'yes', mappings: ['dev'] }], counts: { seeing: 1 } },
  });
  expect((await reach('ops')).reach.subjects).toEqual([]);
});
