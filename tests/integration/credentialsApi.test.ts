import type { CreatedCredentialDocument, CredentialDocument, CredentialsDocument } from '@gatehouse/model/api';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'shop', backend: 'single' }],
  mappings: [
    { name: 'writers', principals: ['service:vmagent'], grants: [{ tenant: 'shop', access: 'write' }] },
    { name: 'readers', principals: ['service:vmagent', 'group:x'], grants: [{ tenant: 'shop', access: 'read' }] },
  ],
};
const DAY = 86_400_000;
const CAROL = { 'X-Grafana-Context': JSON.stringify({ Login: 'carol' }) };
const DAVE = { 'X-Grafana-Context': JSON.stringify({ Login: 'dave' }) };

let proxy: Proxy;

beforeAll(async () => {
  proxy = await startProxy();
  await proxy.put(POLICY);
}, 30_000);

afterAll(() => proxy.stop());

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = CAROL) =>
  proxy.admin(`/v1/credentials${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function created(response: Response | Promise<Response>): Promise<CreatedCredentialDocument> {
  const answer = await response;
  expect(answer.status).toBe(201);
  return (await answer.json()) as CreatedCredentialDocument;
}

function never(): never {
  throw new Error('there is no such answer');
}

const create = (body: unknown) => created(call('POST', '', body));
const list = async (query = '') => (await (await call('GET', query)).json()) as CredentialsDocument;
const get = async (id: string) => (await (await call('GET', `/${id}`)).json()) as CredentialDocument;
const inFuture = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

async function problem(response: Response | Promise<Response>): Promise<[number, string, string]> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const document = (await answer.json()) as { code: string; detail: string };
  return [answer.status, document.code, document.detail];
}

/** What a query with the credential is answered: 403 and 502 mean that it names somebody. */
const query = async (secret: string) =>
  (await fetch(`${proxy.url}/api/v1/query?query=up`, { headers: { Authorization: `Bearer ${secret}` } })).status;

const explained = async (token: string) => {
  const response = await proxy.admin('/v1/explain', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return (await response.json()) as Record<string, unknown>;
};

describe('a new credential', () => {
  it('has its secret in the answer and nowhere else, and counts at once', async () => {
    const expires = inFuture(DAY);
    const response = await call('POST', '', { name: 'vmagent', comment: ' rack 7 ', expires });
    const document = await created(response);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('location')).toBe(`/v1/credentials/${document.id}`);
    expect(document).toEqual({
      id: expect.stringMatching(/^[a-f0-9]{16}$/),
      name: 'vmagent',
      comment: 'rack 7',
      prefix: document.secret.slice(0, 11),
      state: 'live',
      createdAt: expect.stringMatching(/Z$/),
      createdBy: 'carol',
      expiresAt: expires,
      revokedAt: null,
      revokedBy: null,
      replacedBy: null,
      lastUsedAt: null,
      mappings: ['writers', 'readers'],
      secret: expect.stringMatching(/^gate_[\w-]{43}$/),
      warnings: [],
    });
    expect(await query(document.secret)).toBe(502);
    const { secret, warnings, ...shown } = document;
    const used = { ...shown, lastUsedAt: expect.stringMatching(/Z$/) };
    expect(await get(document.id)).toEqual(used);
    expect((await list()).credentials).toEqual([used]);
    expect(secret.length + warnings.length).toBe(48);
  });

  it('may name a service that no mapping names, and the answer says so', async () => {
    const document = await create({ name: 'nobody-yet' });
    expect(document).toMatchObject({
      comment: '',
      expiresAt: null,
      mappings: [],
      warnings: [{ code: 'service-unmapped', message: expect.stringContaining('service:nobody-yet') }],
    });
    expect(await query(document.secret)).toBe(403);
  });

  it('is made once for one Idempotency-Key, however often and by however many it is asked for', async () => {
    const again = (key: string, name = 'tried-again') =>
      call('POST', '', { name }, { ...CAROL, 'Idempotency-Key': key });
    const answers = await Promise.all(Array.from({ length: 10 }, () => again('try-7')));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const { id } = await created(made[0] ?? never());
    const refused = answers.find(({ status }) => status === 409) ?? never();
    expect(await refused.json()).toMatchObject({ code: 'credential-exists', id });
    expect(await problem(again('try-7', 'another-body'))).toEqual([409, 'credential-exists', expect.any(String)]);
    expect((await list('?name=tried-again')).credentials.map((one) => one.id)).toEqual([id]);
    await created(again('try-8'));
    for (const key of ['', 'x'.repeat(201), 'a b']) {
      expect(await problem(again(key))).toEqual([400, 'idempotency-key-invalid', expect.any(String)]);
    }
  });

  it('is another one each time', async () => {
    const [one, other] = await Promise.all([create({ name: 'twice' }), create({ name: 'twice' })]);
    expect([await query(one.secret), await query(other.secret)]).toEqual([403, 403]);
    expect(new Set([one.id, other.id, one.secret, other.secret]).size).toBe(4);
  });

  it.each([
    ['without a name', {}, 'name'],
    ['with a name that is none', { name: 'a b' }, 'name'],
    ['with a name that begins like an option', { name: '-x' }, 'name'],
    ['with a long comment', { name: 'a', comment: 'x'.repeat(501) }, 'comment'],
    ['with an end that is no time', { name: 'a', expires: 'tomorrow' }, 'expires'],
    ['with an end that has passed', { name: 'a', expires: '2020-01-01T00:00:00Z' }, 'expires: a time in the future'],
    ['with an end without a zone', { name: 'a', expires: '2090-01-01T00:00:00' }, 'expires'],
    ['with a secret of its own', { name: 'a', secret: `gate_${'A'.repeat(43)}` }, 'secret'],
  ])('is refused %s', async (_name, body, detail) => {
    expect(await problem(call('POST', '', body))).toEqual([400, 'body-invalid', expect.stringContaining(detail)]);
  });

  it('is explained like any token, without being used', async () => {
    const { id, secret } = await create({ name: 'vmagent' });
    expect(await explained(`Bearer ${secret}`)).toMatchObject({
      subject: { issuer: 'gatehouse', kind: 'service', id: 'vmagent' },
    });
    expect((await get(id)).lastUsedAt).toBeNull();
    await call('DELETE', `/${id}`);
    expect(await explained(secret)).toMatchObject({ code: 'token-invalid', reason: 'credential-revoked' });
  });
});

describe('the list', () => {
  it('has pages, the newest first, and can be narrowed to a service', async () => {
    const ids = [];
    for (let number = 0; number < 5; number += 1) {
      ids.unshift((await create({ name: 'paged' })).id);
    }
    const first = await list('?name=paged&limit=2');
    await create({ name: 'paged' });
    const second = await list(`?name=paged&limit=2&cursor=${first.next}`);
    const third = await list(`?name=paged&limit=2&cursor=${second.next}`);
    const pages = [first, second, third].map(({ credentials }) => credentials.map(({ id }) => id));
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third.next).toBeNull();
    expect((await list('?name=nobody')).credentials).toEqual([]);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'cursor=1.g', 'name=a%20b', 'limit=1&limit=2', 'all=1'])(
    'refuses ?%s',
    async (parameters) => {
      expect(await problem(call('GET', `?${parameters}`))).toEqual([400, 'query-invalid', expect.any(String)]);
    }
  );
});

describe('revoking', () => {
  it('refuses the next request, stays in the list, and says who it was, once', async () => {
    const { id, secret } = await create({ name: 'vmagent' });
    expect(await query(secret)).toBe(502);
    const response = await call('DELETE', `/${id}`, undefined, DAVE);
    expect(response.status).toBe(200);
    const revoked = (await response.json()) as CredentialDocument;
    expect(revoked).toMatchObject({ id, state: 'revoked', revokedBy: 'dave', revokedAt: expect.any(String) });
    expect(await query(secret)).toBe(401);
    expect(await (await call('DELETE', `/${id}`)).json()).toEqual(revoked);
    expect(await get(id)).toEqual(revoked);
    expect(proxy.events('credential-revoked').filter(({ credential }) => credential === id)).toEqual([
      expect.objectContaining({ author: 'dave', service: 'vmagent' }),
    ]);
  });

  it('is for good', async () => {
    const { id } = await create({ name: 'vmagent' });
    await call('DELETE', `/${id}`);
    const ended = [409, 'credential-ended', expect.any(String)];
    expect(await problem(call('PATCH', `/${id}`, { expires: null }))).toEqual(ended);
    expect(await problem(call('POST', `/${id}/rotate`, {}))).toEqual(ended);
  });
});

describe('rotating', () => {
  it('makes a new secret for the same service, and the old one ends after the overlap', async () => {
    const old = await create({ name: 'vmagent', comment: 'rack 7' });
    const next = await created(call('POST', `/${old.id}/rotate`, {}, DAVE));
    expect(next).toMatchObject({
      name: 'vmagent',
      comment: 'rack 7',
      createdBy: 'dave',
      expiresAt: null,
      state: 'live',
    });
    expect(next.replaces).toMatchObject({ id: old.id, replacedBy: next.id, state: 'live' });
    const left = Date.parse(next.replaces?.expiresAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(DAY - 60_000);
    expect(left).toBeLessThanOrEqual(DAY);
    expect([await query(old.secret), await query(next.secret)]).toEqual([502, 502]);
    expect(await problem(call('POST', `/${old.id}/rotate`, {}))).toEqual([
      409,
      'credential-replaced',
      expect.any(String),
    ]);
  });

  it.each([['0s'], ['0'], ['1ms']])('with an overlap of %s refuses the old one at once', async (overlap) => {
    const old = await create({ name: 'vmagent' });
    const next = await created(call('POST', `/${old.id}/rotate`, { overlap }));
    expect([await query(old.secret), await query(next.secret)]).toEqual([401, 502]);
    expect(await get(old.id)).toMatchObject({ state: 'expired', replacedBy: next.id });
  });

  it('never lengthens a life: neither that of the old one nor that of the new one', async () => {
    const old = await create({ name: 'vmagent', expires: inFuture(60_000) });
    const next = await created(call('POST', `/${old.id}/rotate`, { overlap: '90d' }));
    expect(next.replaces?.expiresAt).toBe(old.expiresAt);
    const life = Date.parse(next.expiresAt ?? '') - Date.parse(next.createdAt);
    expect(life).toBe(Date.parse(old.expiresAt ?? '') - Date.parse(old.createdAt));
    const last = await created(call('POST', `/${next.id}/rotate`, { overlap: '0s', expires: null }));
    expect(last.expiresAt).toBeNull();
  });

  it.each([
    ['no duration', { overlap: 'soon' }],
    ['more than 90 days', { overlap: '91d' }],
    ['an end that has passed', { expires: '2020-01-01T00:00:00Z' }],
    ['another name', { name: 'root' }],
  ])('is refused with %s', async (_name, body) => {
    const { id, secret } = await create({ name: 'vmagent' });
    expect(await problem(call('POST', `/${id}/rotate`, body))).toEqual([400, 'body-invalid', expect.any(String)]);
    expect(await query(secret)).toBe(502);
  });
});

describe('editing', () => {
  it('changes the comment and the end, and nothing else', async () => {
    const { id, secret, warnings, ...before } = await create({ name: 'vmagent', comment: 'old' });
    expect(warnings).toEqual([]);
    expect(await (await call('PATCH', `/${id}`, { comment: 'new' })).json()).toEqual({ ...before, id, comment: 'new' });
    const expires = inFuture(DAY);
    expect(await (await call('PATCH', `/${id}`, { expires })).json()).toMatchObject({
      comment: 'new',
      expiresAt: expires,
    });
    expect(await (await call('PATCH', `/${id}`, { expires: null })).json()).toMatchObject({ expiresAt: null });
    expect(await query(secret)).toBe(502);
    for (const body of [{}, { name: 'root' }, { expires: '2020-01-01T00:00:00Z' }]) {
      expect(await problem(call('PATCH', `/${id}`, body))).toEqual([400, 'body-invalid', expect.any(String)]);
    }
  });
});

describe('what is not there', () => {
  it.each(['GET', 'DELETE', 'PATCH', 'POST'])('is not found by %s', async (method) => {
    const path = method === 'POST' ? '/0123456789abcdef/rotate' : '/0123456789abcdef';
    const body = method === 'PATCH' ? { comment: 'x' } : method === 'POST' ? {} : undefined;
    expect(await problem(call(method, path, body))).toEqual([404, 'not-found', expect.any(String)]);
  });

  it.each([
    ['PUT', '', 'GET, HEAD, POST'],
    ['DELETE', '', 'GET, HEAD, POST'],
    ['PUT', '/0123456789abcdef', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/0123456789abcdef/rotate', 'POST'],
  ])('%s /v1/credentials%s is not allowed', async (method, path, allow) => {
    const response = await call(method, path);
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });
});
