import { z } from 'zod';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const refusalSchema = z.object({
  at: z.iso.datetime(),
  requestId: z.string(),
  status: z.number(),
  code: z.string(),
  reason: z.string(),
});

const activitySchema = z.object({
  refusals: z.array(refusalSchema),
  next: z.string().nullable(),
  since: z.iso.datetime(),
  most: z.number(),
});

const refusedSchema = z.object({ error: z.string() });

let issuer: Issuer;
let proxy: Proxy;

beforeAll(async () => {
  issuer = await startIssuer();
  proxy = await startProxy({
    configOverrides: { issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }] },
  });
  await proxy.put({
    tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
    mappings: [
      { name: 'dev', principals: ['group:acme-dev'], grants: [{ tenant: 'acme', access: 'read' }] },
      { name: 'not-mallory', principals: ['user:u-mallory'], effect: 'deny' },
    ],
  });
}, 40_000);

afterAll(async () => {
  await proxy.stop();
  await issuer.close();
});

/** What somebody reads in Grafana when they are refused: the code, and the request's number. */
async function refused(claims: Record<string, unknown>, path = '/api/v1/query?query=top_secret') {
  const headers = { Authorization: `Bearer ${await issuer.token(claims)}` };
  const response = await fetch(proxy.url + path, { headers });
  const { error } = refusedSchema.parse(await response.json());
  const [, code = '', id = ''] = /\(([a-z-]+), request ([0-9a-f]{16})\)$/.exec(error) ?? [];
  return { status: response.status, code, id, error };
}

async function activity(query = '') {
  return activitySchema.parse(await (await proxy.admin(`/v1/activity${query}`)).json());
}

const idsOf = async (query: string) => (await activity(query)).refusals.map(({ requestId }) => requestId);

test('the number in a refusal leads to the exact reason, which the refused are not told', async () => {
  const { status, code, id, error } = await refused({ aud: 'somebody-else' });
  expect([status, code]).toEqual([401, 'token-invalid']);
  expect(error).not.toContain('audience');
  const found = await proxy.admin(`/v1/activity/${id}`);
  expect([found.status, await found.json()]).toEqual([
    200,
    {
      at: expect.any(String),
      requestId: id,
      method: 'GET',
      endpoint: '/api/v1/query',
      replica: expect.any(String),
      subject: null,
      subjectKey: null,
      tenants: [],
      mappings: [],
      revision: null,
      status: 401,
      code: 'token-invalid',
      reason: 'token-audience',
      detail: expect.stringContaining('audience'),
      address: '127.0.0.1',
      repeated: 0,
    },
  ]);
});

test('a refusal by the policy tells whom it met, and which mapping it was', async () => {
  const { status, code, id } = await refused({ sub: 'u-mallory' });
  expect([status, code]).toEqual([403, 'denied']);
  expect(await (await proxy.admin(`/v1/activity/${id}`)).json()).toMatchObject({
    subject: { issuer: 'keycloak', kind: 'user', id: 'u-mallory', label: 'alice@acme.example' },
    mappings: expect.arrayContaining(['not-mallory']),
    reason: 'denied',
  });
});

test('a refusal by the backend tells whose tenants it was about', async () => {
  const { code, id } = await refused({});
  expect(await (await proxy.admin(`/v1/activity/${id}`)).json()).toMatchObject({
    tenants: ['acme'],
    mappings: ['dev'],
    code,
    reason: code,
  });
});

test('refusals are listed newest first, page by page, and found by number, code and person', async () => {
  const first = await refused({ sub: 'u-mallory' });
  const second = await refused({ aud: 'somebody-else' });
  const third = await refused({ sub: 'u-mallory' });
  expect((await idsOf('?limit=3')).slice(0, 3)).toEqual([third.id, second.id, first.id]);
  expect(await idsOf(`?request=${second.id}`)).toEqual([second.id]);
  expect((await idsOf('?subject=MALLORY&limit=2')).slice(0, 2)).toEqual([third.id, first.id]);
  expect((await idsOf('?reason=token-audience'))[0]).toBe(second.id);
  expect((await idsOf('?reason=token-invalid'))[0]).toBe(second.id);
  expect(await idsOf('?reason=no-such-reason')).toEqual([]);
  const page = await activity('?limit=2');
  expect((await idsOf(`?limit=1&before=${page.next}`))[0]).toBe(first.id);
  expect(page.most).toBe(100_000);
  expect(Date.parse(page.since)).toBeLessThan(Date.now());
});

test('a number that nobody was given leads nowhere', async () => {
  for (const id of ['0123456789abcdef', 'x', '%00', '..%2fsubjects']) {
    const response = await proxy.admin(`/v1/activity/${id}`);
    expect([id, response.status, await response.json()]).toEqual([
      id,
      404,
      expect.objectContaining({ code: 'not-found' }),
    ]);
  }
  const changed = await proxy.admin('/v1/activity', { method: 'DELETE' });
  expect([changed.status, changed.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('numbers do not repeat and do not tell each other', async () => {
  const ids = new Set<string>();
  for (let round = 0; round < 20; round += 1) {
    const some = await Promise.all(Array.from({ length: 20 }, () => refused({ sub: 'u-mallory' })));
    some.forEach(({ id }) => ids.add(id));
  }
  expect(ids.size).toBe(400);
  // Each digit takes all values at each place: none of them is a version or a counter.
  for (let place = 0; place < 16; place += 1) {
    expect(new Set([...ids].map((id) => id[place])).size).toBe(16);
  }
}, 20_000);

test('neither tokens nor what was asked for can be read there', async () => {
  const token = await issuer.token();
  await refused({ sub: 'u-mallory' }, `/tenant/${token}/api/v1/query?query=top_secret`);
  await refused({ sub: 'u-mallory' }, `/${token}?query=top_secret`);
  await refused({ sub: 'u-mallory' }, '/api/v1/query?query=top_secret{&query=top_secret}');
  await refused({}, '/api/v1/query_range?query=top_secret&start=top_secret&end=top_secret&step=top_secret');
  await refused({ sub: `u-mallory-${token}`, groups: [token] });
  const all = await (await proxy.admin('/v1/activity?limit=500')).text();
  expect(all).toContain('/api/v1/query_range');
  expect(all).not.toContain('top_secret');
  expect(all).not.toMatch(/eyJ/);
});
