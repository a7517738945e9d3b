import { ADMIN_TOKEN, type Proxy, publish, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [
    { name: 'acme', title: 'Acme Corp', backend: 'cluster', account: 1 },
    { name: 'shop', backend: 'single', labels: { tenant: 'shop' } },
  ],
  mappings: [
    {
      name: 'acme-developers',
      principals: ['group:acme-dev'],
      grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
    },
  ],
};
const ALICE = { issuer: 'keycloak', id: 'u-alice', email: 'alice@acme.example', groups: ['acme-dev'] };
const CAROL = JSON.stringify({ Login: 'carol', OrgRole: 'Admin' });

let proxy: Proxy;

beforeAll(async () => {
  proxy = await startProxy();
}, 30_000);

afterAll(() => proxy.stop());

async function currentRevision(): Promise<number> {
  return ((await (await proxy.admin('/v1/policy')).json()) as { revision: number }).revision;
}

async function problem(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const document = (await response.json()) as Record<string, unknown>;
  expect(document).toMatchObject({
    type: `urn:gatehouse:problem:${String(document.code)}`,
    title: expect.any(String),
    status: response.status,
    detail: expect.any(String),
  });
  return document;
}

const put = (body: string, headers: Record<string, string>) =>
  proxy.admin('/v1/policy', { method: 'PUT', headers: { 'Content-Type': 'application/json', ...headers }, body });

const explain = (body: unknown) =>
  proxy.admin('/v1/explain', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the admin token', () => {
  it.each(['/v1/policy', '/v1/status', '/v1/configuration', '/v1/explain', '/v1/nowhere'])(
    'guards %s',
    async (path) => {
      const response = await fetch(`${proxy.adminUrl}${path}`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await problem(response)).toMatchObject({ code: 'admin-token-missing' });
    }
  );

  it.each([
    ['another one', 'Bearer wrong-admin-token-0123456789', 'admin-token-wrong'],
    ['its beginning', `Bearer ${ADMIN_TOKEN.slice(0, -1)}`, 'admin-token-wrong'],
    ['a longer one', `Bearer ${ADMIN_TOKEN}x`, 'admin-token-wrong'],
    ['another scheme', `Basic ${ADMIN_TOKEN}`, 'admin-token-missing'],
    ['no scheme', ADMIN_TOKEN, 'admin-token-missing'],
  ])('is not replaced by %s', async (_, authorization, code) => {
    const response = await proxy.admin('/v1/policy', { headers: { Authorization: authorization } });
    expect(response.status).toBe(401);
    expect(await problem(response)).toMatchObject({ code });
  });

  it('is not needed for health and metrics', async () => {
    expect(await (await fetch(`${proxy.adminUrl}/healthz`)).text()).toBe('ok');
    const metrics = await (await fetch(`${proxy.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^gatehouse_store_available 1$/m);
    expect(metrics).toMatch(/^gatehouse_policy_revision_number \d+$/m);
    expect(metrics).toMatch(/^gatehouse_admin_requests_total\{.*status="401"[^}]*\} \d+$/m);
  });
});

describe('publishing a policy', () => {
  it('begins with revision 0, which grants nothing', async () => {
    const fresh = await startProxy();
    const response = await fresh.admin('/v1/policy');
    expect(response.headers.get('etag')).toBe('"0"');
    expect(await response.json()).toEqual({
      revision: 0,
      policy: { tenants: [], mappings: [], settings: { severalTenants: 'federate', approvals: 0 } },
      comment: '',
      author: '',
      actor: { name: '', by: 'admin-token', token: null },
      createdAt: '1970-01-01T00:00:00.000Z',
      approvedBy: null,
      restoredFrom: null,
      source: { kind: 'store' },
      warnings: [],
    });
    await fresh.stop();
  }, 30_000);

  it('answers with the new revision, which is then the policy, with its author and comment', async () => {
    const before = await currentRevision();
    const response = await publish(proxy.admin, before, POLICY, '  Acme joins ', { 'X-Grafana-Context': CAROL });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe(`"${before + 1}"`);
    const document: unknown = await response.json();
    expect(document).toMatchObject({
      revision: before + 1,
      author: 'carol',
      comment: 'Acme joins',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      policy: { tenants: [{ name: 'acme', project: 0 }, { name: 'shop' }] },
      warnings: [{ code: 'tenant-unreached', path: ['tenants', 1] }],
    });
    const read = await proxy.admin('/v1/policy');
    expect(read.headers.get('etag')).toBe(`"${before + 1}"`);
    expect(await read.json()).toEqual({ ...(document as object), source: { kind: 'store' } });
    expect(proxy.events('policy-published').at(-1)).toMatchObject({
      revision: before + 1,
      author: 'carol',
      comment: 'Acme joins',
      tenants: 2,
      mappings: 1,
    });
  });

  it.each([
    ['carol', CAROL],
    ['default', undefined],
    ['default', 'not json'],
    ['default', '{"Login":7}'],
    ['default', '{"Login":"\\u0000 "}'],
    ['evilcarol', '{"Login":"evil\\u0007\\u202ecarol"}'],
    ['Zoë', Buffer.from('{"Login":"Zoë"}').toString('latin1')],
    ['x'.repeat(200), JSON.stringify({ Login: 'x'.repeat(500) })],
  ])('names the author %s for the context %s', async (author, context) => {
    const headers: Record<string, string> = context === undefined ? {} : { 'X-Grafana-Context': context };
    const response = await publish(proxy.admin, await currentRevision(), POLICY, 'c', headers);
    expect(await response.json()).toMatchObject({ author });
  });

  it('on an old revision is refused, and names who published the latest', async () => {
    const before = await currentRevision();
    await publish(proxy.admin, before, POLICY, 'first', { 'X-Grafana-Context': CAROL });
    const response = await publish(proxy.admin, before, POLICY, 'second');
    expect(response.status).toBe(412);
    expect(await problem(response)).toMatchObject({
      code: 'revision-conflict',
      revision: before + 1,
      author: 'carol',
      comment: 'first',
      createdAt: expect.any(String),
    });
    expect(await currentRevision()).toBe(before + 1);
  });

  it('lets one of twenty win who edit the same revision at once', async () => {
    const before = await currentRevision();
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => publish(proxy.admin, before, POLICY, `edit ${index}`))
    );
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    expect(await currentRevision()).toBe(before + 1);
  });

  it.each([undefined, '*', '7', 'W/"0"', '"0", "1"', '"-1"', '"01"', '""', '"x"'])(
    'is refused with If-Match %s',
    async (ifMatch) => {
      const before = await currentRevision();
      const response = await put(
        JSON.stringify({ policy: POLICY, comment: 'c' }),
        ifMatch === undefined ? {} : { 'If-Match': ifMatch }
      );
      expect(response.status).toBe(428);
      expect(await problem(response)).toMatchObject({ code: 'if-match-missing' });
      expect(await currentRevision()).toBe(before);
    }
  );

  it('is refused with all problems of the policy and their places', async () => {
    const before = await currentRevision();
    const response = await publish(
      proxy.admin,
      before,
      {
        tenants: [{ name: 'acme', backend: 'elsewhere', account: 1 }],
        mappings: [{ name: 'm', principals: ['group:x'], grants: [{ tenant: 'nowhere', access: 'read' }] }],
      },
      'c'
    );
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({
      code: 'policy-invalid',
      problems: [
        { code: 'tenant-unknown', path: ['mappings', 0, 'grants', 0, 'tenant'], message: expect.any(String) },
        { code: 'backend-unknown', path: ['tenants', 0, 'backend'], message: expect.any(String) },
      ],
    });
    expect(await currentRevision()).toBe(before);
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['without a comment', JSON.stringify({ policy: POLICY }), {}, /comment/],
    ['with a blank comment', JSON.stringify({ policy: POLICY, comment: '  ' }), {}, /comment/],
    ['with a long comment', JSON.stringify({ policy: POLICY, comment: 'x'.repeat(501) }), {}, /comment.*500/],
    ['with unknown members', JSON.stringify({ policy: POLICY, comment: 'c', force: true }), {}, /force/],
    ['that is no JSON', '{"policy":', {}, /JSON/],
    ['that is no object', '[]', {}, /body/],
    ['of another type', 'policy: {}', { 'Content-Type': 'application/yaml' }, /application\/json/],
  ])('is refused with a body %s', async (_, body, headers, detail) => {
    const response = await put(body, { 'If-Match': `"${await currentRevision()}"`, ...headers });
    expect(response.status).toBe(400);
    const document = await problem(response);
    expect(document.code).toBe('body-invalid');
    expect(document.detail).toMatch(detail);
  });

  it('is refused with more than 32 MiB', async () => {
    const response = await put(JSON.stringify({ policy: 'x'.repeat(33 * 1024 * 1024), comment: 'c' }), {
      'If-Match': '"0"',
    });
    expect(response.status).toBe(413);
    expect(await problem(response)).toMatchObject({ code: 'body-too-large' });
  });
});

describe('explaining', () => {
  beforeAll(() => proxy.put(POLICY));

  it('shows the decision, its mappings and the exact upstream request', async () => {
    const response = await explain({ subject: ALICE });
    expect(response.status).toBe(200);
    const document = (await response.json()) as { upstream: { method: string; url: string } };
    expect(document).toMatchObject({
      subject: { ...ALICE, emailVerified: true, kind: 'user', claims: {} },
      revision: await currentRevision(),
      explanation: {
        decision: { allowed: true, backend: 'cluster', mappings: ['acme-developers'] },
        mappings: [{ name: 'acme-developers', part: 'grants', principals: ['group:acme-dev'] }],
      },
    });
    expect(document.upstream.method).toBe('GET');
    const url = new URL(document.upstream.url);
    expect(url.pathname).toBe('/select/1:0/prometheus/api/v1/query');
    expect(url.searchParams.get('query')).toBe('up');
    expect(document.upstream.url).toContain('team');
  });

  it('shows why nothing is sent for somebody without a mapping', async () => {
    const response = await explain({ subject: { issuer: 'keycloak', id: 'u-mallory' } });
    expect(await response.json()).toMatchObject({
      upstream: null,
      explanation: { decision: { allowed: false, reason: 'no-mapping' } },
    });
  });

  it('reads the backend from the path as the data listener does', async () => {
    const response = await explain({ subject: ALICE, request: { path: '/backend/single/api/v1/query' } });
    expect(await response.json()).toMatchObject({
      upstream: null,
      explanation: { decision: { reason: 'no-mapping' } },
    });
  });

  it('says why an allowed subject still cannot ask for a path', async () => {
    const response = await explain({ subject: ALICE, request: { path: '/api/v1/admin/tsdb/delete_series' } });
    expect(await response.json()).toMatchObject({ upstream: null, upstreamRefusal: expect.any(String) });
  });

  it('tries a draft without publishing it', async () => {
    const before = await currentRevision();
    const response = await explain({ subject: ALICE, draft: { ...POLICY, mappings: [] } });
    expect(await response.json()).toMatchObject({
      revision: null,
      explanation: { decision: { allowed: false, reason: 'no-mapping' } },
    });
    expect(await currentRevision()).toBe(before);
  });

  it('answers for a service', async () => {
    const mapping = {
      name: 'm',
      principals: ['service:vmagent'],
      issuers: ['gatehouse'],
      grants: [{ tenant: 'acme', access: 'write' }],
    };
    const response = await explain({
      subject: { issuer: 'gatehouse', kind: 'service', id: 'vmagent' },
      request: { access: 'write', method: 'POST', path: '/api/v1/write' },
      draft: { ...POLICY, mappings: [mapping] },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      explanation: { principals: ['service:vmagent', 'authenticated'], decision: { allowed: true, mappings: ['m'] } },
    });
  });

  it('refuses a draft with problems', async () => {
    const response = await explain({ subject: ALICE, draft: { tenants: 1 } });
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({ code: 'policy-invalid', problems: [{ path: ['tenants'] }] });
  });

  it('refuses a pasted text that is no token, without repeating it', async () => {
    const response = await explain({ token: 'pasted-secret-text' });
    expect(response.status).toBe(422);
    const document = await problem(response);
    expect(document).toMatchObject({ code: 'token-invalid', reason: expect.stringMatching(/^token-/) });
    expect(JSON.stringify(document)).not.toContain('pasted-secret-text');
  });

  it.each<[string, unknown, RegExp]>([
    ['both a subject and a token', { subject: ALICE, token: 'x' }, /either/],
    ['neither', {}, /either/],
    ['an unknown issuer', { subject: { ...ALICE, issuer: 'okta' } }, /no issuer okta.*keycloak/],
    ['a service of an identity provider', { subject: { ...ALICE, kind: 'service' } }, /services, and nobody else/],
    ['a user of Gatehouse itself', { subject: { ...ALICE, issuer: 'gatehouse' } }, /services, and nobody else/],
    ['an unknown member', { subject: ALICE, request: { verb: 'GET' } }, /verb/],
    ['a method that reads nothing', { subject: ALICE, request: { method: 'DELETE' } }, /request\.method/],
  ])('refuses %s', async (_, body, detail) => {
    const response = await explain(body);
    expect(response.status).toBe(400);
    expect((await problem(response)).detail).toMatch(detail);
  });
});

describe('status and configuration', () => {
  const AWAY = {
    reachable: false,
    detail: 'refuses the connection',
    urls: [{ url: 'http://127.0.0.1:9', up: false, running: 0, kind: null, version: null }],
    findings: [
      {
        code: 'backend-unprobed',
        severity: 'unsafe',
        message: expect.stringContaining('it refuses the connection'),
        url: 'http://127.0.0.1:9',
      },
    ],
  };

  it('tell how everything is doing', async () => {
    const status: unknown = await (await proxy.admin('/v1/status')).json();
    expect(status).toEqual({
      version: expect.any(String),
      uptimeSeconds: expect.any(Number),
      policy: {
        revision: await currentRevision(),
        createdAt: expect.any(String),
        author: expect.any(String),
        tenants: 2,
        mappings: 1,
      },
      source: { kind: 'store' },
      issuers: [
        {
          name: 'keycloak',
          issuer: 'http://127.0.0.1:9/realms/acme',
          state: 'cold',
          keys: 0,
          keysFrom: 'http://127.0.0.1:9/realms/acme/.well-known/openid-configuration',
          leftOut: [],
          fetchedAt: null,
          countUntil: null,
          error: expect.any(String),
        },
      ],
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster', ...AWAY },
        { name: 'single', kind: 'victoriametrics', ...AWAY },
      ],
      store: { kind: 'sqlite', available: true },
      listen: proxy.url.replace('http://', ''),
    });
  });

  it('name what forms need, without internal URLs', async () => {
    const response = await proxy.admin('/v1/configuration');
    expect(await response.json()).toEqual({
      role: 'admin',
      tokenName: 'default',
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster' },
        { name: 'single', kind: 'victoriametrics' },
      ],
      issuers: [{ name: 'keycloak', issuer: 'http://127.0.0.1:9/realms/acme' }],
    });
  });
});

describe('what the admin API does not have', () => {
  it.each(['/', '/v1', '/v1/nothing', '/v1/policy/7', '/V1/policy', '/metrics/x'])('is not found: %s', async (path) => {
    const response = await proxy.admin(path);
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: 'not-found' });
  });

  it.each([
    ['DELETE', '/v1/policy', 'GET, HEAD, PUT'],
    ['GET', '/v1/explain', 'POST'],
    ['POST', '/v1/status', 'GET, HEAD'],
    ['PUT', '/v1/configuration', 'GET, HEAD'],
    ['POST', '/readyz', 'GET, HEAD'],
  ])('is not allowed: %s %s', async (method, path, allowed) => {
    const response = await proxy.admin(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect(await problem(response)).toMatchObject({ code: 'method-not-allowed' });
  });

  it('is no hint at what runs underneath', async () => {
    const response = await proxy.admin('/v1/policy/%E0%A4%A');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(JSON.stringify(await problem(response))).not.toMatch(/URIError|node_modules|express/i);
  });
});

describe('the log', () => {
  it('names every refused call and holds none of the secrets', async () => {
    await proxy.admin('/v1/policy?token=query-secret-1', { headers: { Authorization: 'Bearer wrong-secret-2' } });
    await explain({ token: 'body-secret-3' });
    await publish(proxy.admin, 0, POLICY, 'c', { Cookie: 'session=cookie-secret-4', 'X-Id-Token': 'header-secret-5' });
    expect(proxy.events('admin-refused')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'GET', resource: 'policy', status: 401, code: 'admin-token-wrong' }),
        expect.objectContaining({ method: 'POST', resource: 'explain', status: 422, code: 'token-invalid' }),
        expect.objectContaining({ method: 'PUT', resource: 'policy', status: 412, code: 'revision-conflict' }),
      ])
    );
    expect(proxy.logs()).not.toMatch(/-secret-\d/);
    expect(proxy.logs()).not.toContain(ADMIN_TOKEN);
  });
});
