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
