import type { CountedRequests } from '../../activity/countedRequests';
import { SqlActivityStore } from '../../store/sqlActivityStore';
import { bytesOf, type MadeDesk, makeDesk, NOW, problemOf, read } from './testing/makeDesk';

const tenants = [
  { name: 'acme', backend: 'cluster', account: 1 },
  { name: 'globex', backend: 'cluster', account: 2 },
];
const mapping = (name: string, principals: string[], tenant: string) => ({
  name,
  principals,
  grants: [{ tenant, access: 'read' }],
});
const BEFORE = {
  tenants,
  mappings: [mapping('acme', ['group:dev'], 'acme'), mapping('globex', ['user:bob'], 'globex')],
};
const person = (id: string, groups: string[] = []) => ({
  key: id.padEnd(43, '-'),
  subject: { issuer: 'keycloak', kind: 'user' as const, id, emailVerified: false, groups, claims: {} },
  shortened: false,
  firstSeen: NOW - 1000,
  lastSeen: NOW - 1000,
  visits: 1,
});

let made: MadeDesk;

beforeEach(async () => {
  made = await makeDesk();
  await made.publish(BEFORE);
  await made.subjects.write([person('bob'), person('carol', ['dev']), person('dave', ['dev'])]);
});

afterEach(() => made.remove());

const impact = (policy: unknown) => made.desk.impact(bytesOf({ policy }), 1);

test('tells for everybody who came what a draft would change, in words and as data', async () => {
  const draft = {
    tenants,
    mappings: [mapping('acme', ['group:dev'], 'acme'), mapping('globex', ['group:dev'], 'globex')],
  };
  expect(read(await impact(draft))).toMatchObject({
    revision: 1,
    impact: {
      subjects: 3,
      unchanged: 0,
      gaining: 2,
      losing: 1,
      groups: [
        { words: expect.stringMatching(/^2 people .* gain read on globex/) },
        { words: 'bob loses read on globex' },
      ],
    },
    complete: true,
    replay: null,
  });
});

test('finds nothing when nothing changes', async () => {
  expect(read(await impact(BEFORE))).toMatchObject({ impact: { unchanged: 3, changed: 0, groups: [] } });
});

test('refuses a draft that could not be published, and a revision that is not there', async () => {
  expect(await problemOf(impact({ tenants: 'all' }))).toMatchObject({ code: 'policy-invalid' });
  expect(await problemOf(made.desk.impact(bytesOf({ policy: BEFORE }), 2))).toMatchObject({ code: 'not-found' });
});

test('leaves out whoever came too long ago', async () => {
  await made.subjects.write([{ ...person('old', ['dev']), firstSeen: 1, lastSeen: NOW - 31 * 86_400_000 }]);
  expect(read(await impact(BEFORE))).toMatchObject({ impact: { subjects: 3 } });
});

describe('replaying', () => {
  const counted = (subjectKey: string, more: Partial<CountedRequests> = {}): CountedRequests => ({
    bucket: NOW - 600_000,
    replica: 'one',
    subjectKey,
    access: 'read',
    tenant: '',
    backend: '',
    endpoint: '/api/v1/query',
    outcome: 'allowed',
    count: 5,
    lastAt: NOW - 400_000,
    sample: {
      requestId: '0123456789abcdef',
      method: 'GET',
      subject: undefined,
      tenants: [],
      mappings: [],
      revision: 1,
    },
    ...more,
  });
  const draft = { tenants, mappings: [mapping('acme', ['group:dev'], 'acme')] };
  const replay = async () =>
    read<{ replay: object }>(await made.desk.impact(bytesOf({ policy: draft, replay: true }), 1)).replay;

  it('tells which requests of the last hour would be refused', async () => {
    const activity = new SqlActivityStore(made.database);
    await activity.count(
      [
        counted(person('bob').key, { tenant: 'globex' }),
        counted(person('carol').key),
        counted('unknown'.padEnd(43, '-')),
        counted(person('dave').key, { bucket: NOW - 7_200_000, lastAt: NOW - 7_000_000, tenant: 'globex' }),
      ],
      []
    );
    expect(await replay()).toMatchObject({
      requests: 10,
      same: 5,
      refused: 5,
      skipped: 5,
      since: new Date(NOW - 3_600_000).toISOString(),
      kinds: [
        { outcome: 'refused', tenant: 'globex', reason: 'tenant-not-granted', words: expect.stringContaining('bob') },
      ],
    });
  });

  it('has nothing to tell when nobody asked', async () => {
    expect(await replay()).toMatchObject({ requests: 0, refused: 0, skipped: 0, kinds: [] });
  });
});
