import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '../../dev/postgres';
import { makePostgresPlace } from './support/makePostgresPlace';
import { ADMIN_TOKEN, type Proxy, publish, type StartOptions, startProxy } from './support/startProxy';

jest.setTimeout(60_000);

const OTHER_TOKEN = 'another-admin-token-0123456789';
const VIEWER_TOKEN = 'viewing-admin-token-0123456789';

const TOKENS = {
  admin: {
    listen: '127.0.0.1:0',
    tokens: [
      { name: 'grafana', role: 'admin', token: ADMIN_TOKEN },
      { name: 'release', role: 'editor', token: OTHER_TOKEN },
      { name: 'dashboards', role: 'viewer', token: VIEWER_TOKEN },
    ],
  },
};

const tenants = [{ name: 'acme', backend: 'cluster', account: 1 }];
const mapping = (name: string) => ({
  name,
  principals: [`group:${name}`],
  grants: [{ tenant: 'acme', access: 'read' }],
});
const ONE = { tenants, mappings: [mapping('one')] };
const TWO = { tenants, mappings: [mapping('one'), mapping('two')] };
const APPROVED = { ...ONE, settings: { approvals: 1 } };

type Answer = Record<string, unknown>;

const as = (login: string) => ({ 'X-Grafana-Context': JSON.stringify({ Login: login }) });

function client(proxy: Proxy) {
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await proxy.admin(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  };
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body: unknown, headers?: Record<string, string>) => ask('POST', path, body, headers),
    put: (policy: unknown, revision: number, headers?: Record<string, string>) =>
      ask('PUT', '/v1/policy', { policy, comment: 'change' }, { 'If-Match': `"${revision}"`, ...headers }),
    approve: (id: number, revision: number, headers: Record<string, string>) =>
      ask('POST', `/v1/proposals/${id}/approve`, {}, { 'If-Match': `"${revision}"`, ...headers }),
  };
}

describe('drafts and the history', () => {
  let proxy: Proxy;
  let api: ReturnType<typeof client>;

  beforeAll(async () => {
    proxy = await startProxy({ configOverrides: TOKENS });
    api = client(proxy);
    await api.put(ONE, 0, as('alice'));
    await api.put(TWO, 1, as('bob'));
  });
  afterAll(() => proxy.stop());

  it('says everything about a draft at once', async () => {
    const draft = { tenants, mappings: [{ ...mapping('one'), principals: ['service:nobody'] }] };
    expect(await api.post('/v1/policy/validate', { policy: draft })).toMatchObject({
      status: 200,
      body: { problems: [], warnings: [{ code: 'principal-unseen' }] },
    });
    expect(await api.post('/v1/policy/validate', { policy: { tenants: 'x' } })).toMatchObject({
      status: 200,
      body: { problems: [{ code: 'invalid', path: ['tenants'] }] },
    });
    expect(await api.post('/v1/policy/diff', { policy: ONE })).toMatchObject({
      status: 200,
      body: { from: { number: 2 }, diff: { changes: [{ kind: 'mapping-removed', name: 'two' }] } },
    });
    expect(await api.post('/v1/policy/impact', { policy: ONE, replay: true })).toMatchObject({
      status: 200,
      body: { revision: 2, impact: { subjects: 0 }, complete: true, replay: { requests: 0 } },
    });
  });

  it('pages through the history, and shows and compares what is in it', async () => {
    const first = await api.get('/v1/revisions?limit=1');
    expect(first.body).toMatchObject({ revisions: [{ number: 2, author: { name: 'bob' }, mappings: 2 }], next: '2' });
    expect((await api.get('/v1/revisions?limit=1&before=2')).body).toMatchObject({
      revisions: [{ number: 1, author: { name: 'alice' } }],
      next: null,
    });
    expect((await api.get('/v1/revisions/1')).body).toMatchObject({
      revision: 1,
      policy: { mappings: [{ name: 'one' }] },
    });
    expect((await api.get('/v1/revisions/2/diff')).body).toMatchObject({
      from: { number: 1 },
      diff: { changes: [{ name: 'two' }] },
    });
    expect((await api.get('/v1/revisions/1/diff')).body).toMatchObject({ from: { number: 0 } });
    for (const path of ['/v1/revisions/0', '/v1/revisions/9', '/v1/revisions/x', '/v1/revisions/9/diff']) {
      expect(await api.get(path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
  });

  it('tells who is late what they missed', async () => {
    expect(await api.put(ONE, 1)).toMatchObject({
      status: 412,
      body: {
        code: 'revision-conflict',
        revision: 2,
        changes: {
          from: 1,
          to: 2,
          revisions: [{ number: 2, author: { name: 'bob' } }],
          diff: { changes: [{ name: 'two' }] },
        },
      },
    });
  });

  it('restores for editors, and only what would change something', async () => {
    const restore = (number: number, revision: number, headers = {}) =>
      api.post(`/v1/revisions/${number}/restore`, { comment: 'back' }, { 'If-Match': `"${revision}"`, ...headers });
    expect(await restore(1, 2, { Authorization: `Bearer ${VIEWER_TOKEN}` })).toMatchObject({
      status: 403,
      body: { code: 'role-insufficient' },
    });
    expect(await restore(2, 2)).toMatchObject({ status: 409, body: { code: 'policy-unchanged' } });
    expect(await restore(1, 2, as('carol'))).toMatchObject({ status: 200, body: { revision: 3, restoredFrom: 1 } });
    expect(proxy.events('policy-restored')).toMatchObject([{ revision: 3, restoredFrom: 1, author: 'carol' }]);
  });

  it('explains under any revision, and for nobody under none', async () => {
    const subject = { issuer: 'keycloak', id: 'u-1', groups: ['two'] };
    const explain = (more: object) => api.post('/v1/explain', { subject, ...more });
    expect(await explain({})).toMatchObject({
      body: { revision: 3, explanation: { decision: { reason: 'no-mapping' } } },
    });
    expect(await explain({ revision: 2 })).toMatchObject({
      body: { revision: 2, explanation: { decision: { allowed: true } }, upstream: { method: 'GET' }, limits: [] },
    });
    expect(await explain({ revision: 99 })).toMatchObject({ status: 404 });
    expect(await explain({ revision: 1, draft: ONE })).toMatchObject({ status: 400 });
    expect(await api.post('/v1/explain', { refusal: '0123456789abcdef' })).toMatchObject({ status: 404 });
    expect(await api.post('/v1/explain', { seen: 'x'.repeat(43) })).toMatchObject({ status: 404 });
    expect(await api.get('/v1/explain/refusals/0123456789abcdef')).toMatchObject({ status: 404 });
    expect(await api.post('/v1/explain/reach', { tenant: 'acme', series: { team: 'dev' } })).toMatchObject({
      status: 200,
      body: { revision: 3, reach: { known: true, mappings: [{ name: 'one', series: 'yes' }], subjects: [] } },
    });
  });

  it('takes no token beside a large draft, and repeats none', async () => {
    const draft = { ...ONE, mappings: Array.from({ length: 12_000 }, (_, number) => mapping(`m${number}`)) };
    const refused = await api.post('/v1/explain', { token: 'a-secret-that-was-pasted', draft });
    expect(refused).toMatchObject({ status: 400, body: { code: 'body-invalid' } });
    expect(JSON.stringify(refused.body) + proxy.logs()).not.toContain('a-secret-that-was-pasted');
    const subject = { issuer: 'keycloak', id: 'u-1', groups: ['m7'] };
    expect(await api.post('/v1/explain', { subject, draft })).toMatchObject({
      status: 200,
      body: { revision: null, explanation: { decision: { allowed: true, mappings: ['m7'] } } },
    });
  });
});

describe.each(['SQLite', 'PostgreSQL'])('approvals on %s', (kind) => {
  let folder: string;
  let postgres: Postgres | undefined;
  let proxies: Proxy[];
  let first: ReturnType<typeof client>;
  let second: ReturnType<typeof client>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-approvals-'));
    postgres = kind === 'PostgreSQL' ? await startPostgres({ folder: join(folder, 'postgres') }) : undefined;
  });
  afterAll(async () => {
    await postgres?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Two replicas on one store, whose policy asks for a second person. */
  beforeEach(async () => {
    const place = postgres && (await makePostgresPlace(postgres));
    const store = place?.url ?? `sqlite:${join(await mkdtemp(join(folder, 'store-')), 'gatehouse.db')}`;
    const options: StartOptions = {
      configOverrides: { ...TOKENS, store: place === undefined ? store : store.replace('@', ':${POSTGRES_PASSWORD}@') },
      environment: place === undefined ? {} : { POSTGRES_PASSWORD: place.config.password },
    };
    proxies = await Promise.all([startProxy(options), startProxy(options)]);
    [first, second] = proxies.map(client) as [typeof first, typeof second];
    expect(await first.put(APPROVED, 0, as('alice'))).toMatchObject({ status: 200 });
  });
  afterEach(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  });

  it('publishes what another person approves, on every replica', async () => {
    const proposed = await first.put({ ...APPROVED, ...TWO }, 1, as('alice'));
    expect(proposed).toMatchObject({ status: 202, body: { id: 1, base: 1, state: 'open', author: { name: 'alice' } } });
    expect(proposed.headers.get('location')).toBe('/v1/proposals/1');
    expect((await second.get('/v1/proposals?state=open')).body).toMatchObject({
      proposals: [{ id: 1, outdated: false }],
    });
    expect((await second.get('/v1/proposals/1')).body).toMatchObject({ diff: { changes: [{ name: 'two' }] } });
    expect((await second.get('/v1/proposals/1/policy')).body).toMatchObject({
      policy: { mappings: [{}, { name: 'two' }] },
    });
    expect((await second.get('/v1/policy')).body).toMatchObject({ revision: 1 });

    expect(await second.approve(1, 1, as('Alice'))).toMatchObject({
      status: 403,
      body: { code: 'approval-by-author' },
    });
    expect(await second.approve(1, 1, {})).toMatchObject({ status: 403, body: { code: 'approval-unverified' } });
    expect(await second.approve(1, 1, { Authorization: `Bearer ${VIEWER_TOKEN}` })).toMatchObject({ status: 403 });
    expect((await second.get('/v1/policy')).body).toMatchObject({ revision: 1 });

    expect(await second.approve(1, 1, as('bob'))).toMatchObject({
      status: 200,
      body: { revision: 2, actor: { name: 'alice' }, approvedBy: { name: 'bob' } },
    });
    expect((await first.get('/v1/policy')).body).toMatchObject({ revision: 2, approvedBy: { name: 'bob' } });
    expect(await first.approve(1, 2, as('bob'))).toMatchObject({ status: 409, body: { code: 'proposal-ended' } });
  });

  it('lets one of several at the same time win', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const policy = { ...APPROVED, mappings: [mapping(`round-${round}`)] };
      const { body } = await first.put(policy, round, as('alice'));
      const id = Number(body.id);
      const outcomes = await Promise.all([
        first.approve(id, round, as('bob')),
        second.approve(id, round, as('carol')),
        second.approve(id, round, { Authorization: `Bearer ${OTHER_TOKEN}` }),
      ]);
      const lost = outcomes.filter(({ status }) => status !== 200).map(({ body: refused }) => refused);
      expect(lost).toHaveLength(2);
      lost.forEach((refused) =>
        expect(refused).toMatchObject({ code: expect.stringMatching(/^(proposal-ended|revision-conflict)$/) })
      );
      expect((await first.get('/v1/policy')).body).toMatchObject({ revision: round + 1 });
    }
  });

  it('lets a withdrawal or an approval win, never both', async () => {
    for (let round = 0, revision = 1; round < 5; round += 1) {
      const { body } = await first.put({ ...APPROVED, mappings: [mapping(`r${round}`)] }, revision, as('alice'));
      const id = Number(body.id);
      const [approved, withdrawn] = await Promise.all([
        second.approve(id, revision, as('bob')),
        first.post(`/v1/proposals/${id}/withdraw`, {}, as('alice')),
      ]);
      expect([approved.status, withdrawn.status].sort()).toEqual([200, 409]);
      revision += approved.status === 200 ? 1 : 0;
      expect((await second.get(`/v1/proposals/${id}`)).body).toMatchObject({
        state: approved.status === 200 ? 'approved' : 'withdrawn',
      });
      expect((await second.get('/v1/policy')).body).toMatchObject({ revision });
    }
  });

  it('is no way around to lower the number, to restore or to come from a revision before', async () => {
    expect(await first.put({ ...APPROVED, settings: { approvals: 0 } }, 1, as('alice'))).toMatchObject({ status: 202 });
    expect(await first.put(ONE, 0, as('alice'))).toMatchObject({ status: 412 });
    expect(await first.put(ONE, 7, as('alice'))).toMatchObject({ status: 412 });
    const [proxy] = proxies as [Proxy];
    const raw = await publish(proxy.admin, 1, ONE, 'raw', { Authorization: `Bearer ${OTHER_TOKEN}` });
    expect(raw.status).toBe(202);
    expect(await second.approve(1, 1, as('bob'))).toMatchObject({ status: 200 });
    expect((await second.get('/v1/proposals/2')).body).toMatchObject({
      outdated: true,
      missed: { revisions: [{ number: 2 }] },
    });
    expect(await first.put(APPROVED, 2, as('alice'))).toMatchObject({ status: 200 });
    const restore = await first.post(
      '/v1/revisions/2/restore',
      { comment: 'back' },
      { 'If-Match': '"3"', ...as('alice') }
    );
    expect(restore).toMatchObject({ status: 202, body: { restoredFrom: 2 } });
    expect((await first.get('/v1/policy')).body).toMatchObject({ revision: 3 });
  });
});
