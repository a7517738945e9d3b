import { StoreUnavailable } from '../../store/storeUnavailable';
import { bytesOf, type MadeDesk, makeDesk, NOW, problemOf, read } from './testing/makeDesk';

const tenant = { name: 'acme', backend: 'cluster', account: 1 };
const mapping = (principals: string[], more: object = {}) => ({
  name: 'people',
  principals,
  grants: [{ tenant: 'acme', access: 'read' }],
  ...more,
});
const policy = (...mappings: object[]) => ({ tenants: [tenant], mappings });

const alice = {
  key: 'a'.repeat(43),
  subject: {
    issuer: 'keycloak',
    kind: 'user' as const,
    id: 'u-alice',
    email: 'Alice@Acme.example',
    emailVerified: true,
    groups: ['acme-dev'],
    claims: { department: ['finance'] },
  },
  shortened: false,
  firstSeen: NOW - 1000,
  lastSeen: NOW - 1000,
  visits: 1,
};

let made: MadeDesk;

beforeEach(async () => {
  made = await makeDesk();
});

afterEach(() => made.remove());

interface Validation {
  problems: Array<{ code: string; path: unknown[] }>;
  problemsLeftOut: number;
  warnings: Array<{ code: string; path: unknown[]; message: string; hint?: string }>;
  warningsLeftOut: number;
}

const validate = async (draft: unknown) => read<Validation>(await made.desk.validate(bytesOf({ policy: draft })));
const unseen = async (draft: unknown) =>
  (await validate(draft)).warnings.filter(({ code }) => code === 'principal-unseen').map(({ path }) => path);

describe('validating a draft', () => {
  it('answers with problems instead of refusing', async () => {
    expect(await validate(policy(mapping(['nobody'])))).toMatchObject({
      problems: [{ code: 'invalid', path: ['mappings', 0, 'principals', 0] }],
      warnings: [],
    });
    expect(await validate(null)).toMatchObject({ problems: [{ code: 'invalid', path: [] }] });
  });

  it.each([
    ['no object', new TextEncoder().encode('[]')],
    ['no policy', bytesOf({})],
    ['no JSON', new TextEncoder().encode('{')],
    ['a key twice', new TextEncoder().encode('{"policy":{},"policy":{"tenants":[]}}')],
    ['more than a policy', bytesOf({ policy: {}, comment: 'x' })],
  ])('refuses a body with %s', async (_name, bytes) => {
    expect(await problemOf(made.desk.validate(bytes))).toMatchObject({ code: 'body-invalid' });
  });

  it('sends no more than a thousand findings, and says how many there are besides', async () => {
    const many = Array.from({ length: 1_700 }, (_, number) => ({ ...tenant, name: `t${number}`, account: number }));
    const found = await validate({ tenants: many, mappings: [] });
    expect(found.warnings).toHaveLength(1_000);
    expect(found.warningsLeftOut).toBe(700);
    const broken = many.map((one) => ({ ...one, backend: 'gone' }));
    expect(await validate({ tenants: broken })).toMatchObject({ problemsLeftOut: 700, warningsLeftOut: 0 });
  });

  it('says nothing of people before anybody came, and tells of services without a credential at once', async () => {
    expect(
      await unseen(policy(mapping(['group:acme-dve', 'user:x@y.example', 'service:vmagent', 'authenticated'])))
    ).toEqual([['mappings', 0, 'principals', 2]]);
  });

  it('warns about principals that nobody has', async () => {
    await made.subjects.write([alice]);
    const named = [
      'group:acme-dev',
      'group:acme-dve',
      'user:alice@acme.example',
      'domain:acme.example',
      'domain:acme.exmaple',
    ];
    const claims = ['claim:department=finance', 'claim:department=sales', 'claim:never-kept=1', 'authenticated'];
    expect(await unseen(policy(mapping([...named, ...claims])))).toEqual(
      [1, 4, 6].map((position) => ['mappings', 0, 'principals', position])
    );
    const { warnings } = await validate(policy(mapping(['group:acme-dve'])));
    expect(warnings[0]).toMatchObject({ message: expect.stringContaining('group:acme-dve'), hint: expect.any(String) });
  });

  it('tells of each principal once, and not of mappings that do not count', async () => {
    await made.subjects.write([alice]);
    expect(
      await unseen(
        policy(
          mapping(['group:x'], { name: 'off', enabled: false }),
          mapping(['group:x'], { name: 'over', expires: '2020-01-01T00:00:00Z' }),
          mapping(['group:x'], { name: 'one' }),
          mapping(['group:x'], { name: 'two' })
        )
      )
    ).toEqual([['mappings', 2, 'principals', 0]]);
  });

  it('knows services by their live credentials, whoever came', async () => {
    const credential = { comment: '', prefix: 'gate_', createdBy: 'x', createdAt: NOW - 10 };
    await made.credentials.create({ ...credential, id: '1', name: 'vmagent', hash: 'h1', expiresAt: null });
    await made.credentials.create({ ...credential, id: '2', name: 'ended', hash: 'h2', expiresAt: NOW - 5 });
    await made.subjects.write([
      {
        ...alice,
        key: 'b'.repeat(43),
        subject: { ...alice.subject, issuer: 'gatehouse', kind: 'service', id: 'ended' },
      },
    ]);
    expect(await unseen(policy(mapping(['service:vmagent', 'service:ended'])))).toEqual([
      ['mappings', 0, 'principals', 1],
    ]);
  });

  it('forgets whoever came too long ago, and finds out anew after half a minute', async () => {
    let now = NOW;
    await made.remove();
    made = await makeDesk({ now: () => now });
    await made.subjects.write([
      { ...alice, key: 'o'.repeat(43), firstSeen: 1, lastSeen: NOW - 31 * 86_400_000 },
      { ...alice, subject: { ...alice.subject, id: 'u-2', email: 'b@b.example', groups: [], claims: {} } },
    ]);
    expect(await unseen(policy(mapping(['group:acme-dev'])))).toHaveLength(1);
    await made.subjects.write([{ ...alice, key: 'n'.repeat(43) }]);
    expect(await unseen(policy(mapping(['group:acme-dev'])))).toHaveLength(1);
    now += 30_000;
    expect(await unseen(policy(mapping(['group:acme-dev'])))).toEqual([]);
  });

  it('leaves out what only the store knows while it is away', async () => {
    await made.subjects.write([alice]);
    made.parts.known.principals = () => Promise.reject(new StoreUnavailable('away'));
    expect(await unseen(policy(mapping(['group:acme-dve'])))).toEqual([]);
  });
});
