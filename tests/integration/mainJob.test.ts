import { OWNERS, POLICY, type Stack, startStack, VISIBLE } from './support/smallStack';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);

afterAll(() => stack.close(), 30_000);

beforeEach(async () => {
  await stack.proxy.put(POLICY);
  stack.forget();
});

type Person = 'alice' | 'bob' | 'carol' | 'mallory';

function ask(person: Person, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${stack.tokenOf(person) ?? ''}` };
  return fetch(stack.proxy.url + path, { ...init, headers });
}

interface QueryAnswer {
  status: string;
  error?: string;
  data?: { result: Array<{ metric: Record<string, string>; values?: unknown[] }> };
}

/** The marks of the series that an instant query gives, or the text of the refusal. */
async function seen(person: Person, path: string, init?: RequestInit): Promise<string[] | string> {
  const answer = (await (await ask(person, path, init)).json()) as QueryAnswer;
  return answer.error ?? (answer.data?.result ?? []).map(({ metric }) => metric.marker ?? '').sort();
}

describe('one query through one URL', () => {
  test.each(['cluster', 'single'])('shows each person their own series of the %s backend', async (backend) => {
    for (const person of ['alice', 'bob', 'carol'] as const) {
      expect(await seen(person, `/backend/${backend}/api/v1/query?query=probe`)).toEqual([...VISIBLE[person]].sort());
    }
  });

  test('refuses whoever is not mapped, with a reason that Grafana shows', async () => {
    const response = await ask('mallory', '/backend/cluster/api/v1/query?query=probe');
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      status: 'error',
      errorType: 'forbidden',
      error: expect.stringMatching(
        /^Gatehouse: no mapping grants mallory@evil\.example anything on the backend cluster; ask your Grafana administrator for access \(no-mapping, request [0-9a-f]{16}\)$/
      ),
    });
    expect(stack.reached()).toEqual([]);
  });

  test('works by form POST as Grafana sends it, by GET, below /prometheus and for a named tenant', async () => {
    const form = (body: string): RequestInit => ({ method: 'POST', body: new URLSearchParams(body) });
    const now = Math.floor(Date.now() / 1000);
    expect(await seen('alice', '/backend/single/api/v1/query', form('query=probe'))).toEqual(['MARK_acme_dev']);
    expect(await seen('alice', '/tenant/acme/prometheus/api/v1/query?query=probe')).toEqual(['MARK_acme_dev']);
    const range = `query=probe&start=${now - 300}&end=${now}&step=15`;
    expect(await seen('carol', '/tenant/globex/api/v1/query_range', form(range))).toEqual(['MARK_globex_ops']);
    expect(
      await seen('bob', '/backend/cluster/api/v1/query?query=probe', { headers: { 'accept-encoding': 'gzip' } })
    ).toEqual(['MARK_globex_ops']);
  });

  test("is asked of several of a cluster's tenants at once, each named", async () => {
    await ask('carol', '/backend/cluster/api/v1/query?query=probe');
    const [request] = stack.reached();
    expect(request?.url.split('?')[0]).toBe('/select/multitenant/prometheus/api/v1/query');
    expect(request?.parameters).toEqual([
      ['extra_filters[]', '{vm_account_id="1",vm_project_id="0"}'],
      ['extra_filters[]', '{vm_account_id="2",vm_project_id="0"}'],
      ['query', 'probe'],
    ]);
  });

  test("answers Grafana's other questions without showing more", async () => {
    const names = async (person: Person, path: string) =>
      ((await (await ask(person, `/backend/single${path}`)).json()) as { data: unknown }).data;
    expect(await names('alice', '/api/v1/label/marker/values')).toEqual(['MARK_acme_dev']);
    expect(await names('alice', '/api/v1/label/__name__/values')).toEqual(['MARK_acme_dev', 'probe']);
    expect(await names('alice', '/api/v1/series?match[]=probe')).toHaveLength(1);
    expect(await names('alice', '/api/v1/metadata')).toEqual({});
    expect(await names('alice', '/api/v1/rules')).toEqual({ groups: [] });
    expect(await names('alice', '/api/v1/status/buildinfo')).toEqual({ version: '2.24.0' });
    expect(await seen('alice', '/backend/single/api/v1/query?query=1%2B1')).toEqual(['']);
  });
});

describe('a change of the policy', () => {
  const without = (name: string) => ({
    ...POLICY,
    mappings: POLICY.mappings.filter((mapping) => mapping.name !== name),
  });

  test('that revokes a mapping refuses the very next request, without a restart', async () => {
    for (let round = 0; round < 5; round++) {
      expect(await seen('alice', '/backend/cluster/api/v1/query?query=probe')).toEqual(['MARK_acme_dev']);
      await stack.proxy.put(without('acme-developers'));
      stack.forget();
      expect(await seen('alice', '/backend/cluster/api/v1/query?query=probe')).toMatch('no-mapping');
      expect(stack.reached()).toEqual([]);
      await stack.proxy.put(POLICY);
    }
  });

  test('that grants something shows at the next request', async () => {
    const mallory = {
      name: 'm',
      principals: ['group:contractors'],
      grants: [{ tenant: 'acme', access: 'read', filters: ['{team="ops"}'] }],
    };
    await stack.proxy.put({ ...POLICY, mappings: [...POLICY.mappings, mallory] });
    expect(await seen('mallory', '/api/v1/query?query=probe')).toEqual(['MARK_acme_ops']);
  });

  test('that denies wins over what is granted', async () => {
    const deny = { name: 'leavers', effect: 'deny', principals: ['user:bob@globex.example'] };
    await stack.proxy.put({ ...POLICY, mappings: [...POLICY.mappings, deny] });
    expect(await seen('bob', '/backend/cluster/api/v1/query?query=probe')).toMatch('(denied, ');
  });

  test('that ends by itself ends at its very second', async () => {
    const expires = new Date(Date.now() + 1_500).toISOString();
    await stack.proxy.put({ ...POLICY, mappings: POLICY.mappings.map((mapping) => ({ ...mapping, expires })) });
    expect(await seen('alice', '/backend/cluster/api/v1/query?query=probe')).toEqual(['MARK_acme_dev']);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(expires) - Date.now() + 5));
    expect(await seen('alice', '/backend/cluster/api/v1/query?query=probe')).toMatch('no-mapping');
  });

  test('to filters that a cluster cannot keep apart refuses several tenants at once, and nothing reaches it', async () => {
    const grants = [
      { tenant: 'acme', access: 'read', filters: ['{team="dev"}'] },
      { tenant: 'globex', access: 'read', filters: ['{team="ops"}'] },
    ];
    await stack.proxy.put({ ...POLICY, mappings: [{ name: 'm', principals: ['authenticated'], grants }] });
    stack.forget();
    expect(await seen('carol', '/api/v1/query?query=probe')).toMatch(/acme, globex.*\(tenant-ambiguous, /);
    expect(stack.reached()).toEqual([]);
    expect(await seen('carol', '/tenant/globex/api/v1/query?query=probe')).toEqual(['MARK_globex_ops']);
  });

  test('with hostile label values keeps them inside their quotes', async () => {
    const hostile = ['"', '\\', '}', '"} or {team=~".*', '\n', "'", '`', '",team=~".*'];
    for (const value of hostile) {
      const filter = `{team=${JSON.stringify(value)}}`;
      const tenants = [
        ...POLICY.tenants,
        { name: 'hostile', backend: 'single', labels: { tenant: value.replace('\n', ' ') } },
      ];
      const grants = [
        { tenant: 'acme-single', access: 'read', filters: [filter] },
        { tenant: 'hostile', access: 'read' },
      ];
      await stack.proxy.put({ ...POLICY, tenants, mappings: [{ name: 'm', principals: ['authenticated'], grants }] });
      for (const path of ['/backend/single', '/tenant/hostile', '/tenant/acme-single']) {
        expect(await seen('alice', `${path}/api/v1/query?query=probe`)).toEqual([]);
      }
    }
  });
});

describe('the identity provider', () => {
  const asAlice = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${stack.proxy.url}/backend/cluster/api/v1/query?query=probe`, { headers });
    return { status: answer.status, text: await answer.text() };
  };

  test('signs with a new key, and its tokens are taken at once', async () => {
    await stack.identity.rotate();
    const { accessToken } = await stack.identity.tokenFor('alice');
    expect(await asAlice(accessToken)).toMatchObject({ status: 200, text: expect.stringContaining('MARK_acme_dev') });
  });

  test('goes away, and nobody with a known key is interrupted', async () => {
    await stack.identity.fail({ discovery: 'unavailable', jwks: 'unavailable' });
    const { accessToken } = { accessToken: await stack.identity.mint() };
    expect(await asAlice(accessToken)).toMatchObject({ status: 200 });
    await stack.identity.fail({ discovery: 'none', jwks: 'none' });
  });
});

test('the log tells every refusal and holds no token, no query and no series', async () => {
  await ask('mallory', '/backend/cluster/api/v1/query?query=probe%7Bsecret%3D%22in-the-query%22%7D');
  await waitFor(() => stack.proxy.events('request-refused').at(-1)?.subject === 'mallory@evil.example');
  const logs = stack.proxy.logs();
  expect(stack.proxy.events('request-refused').at(-1)).toMatchObject({
    reason: 'no-mapping',
    subject: 'mallory@evil.example',
    issuer: 'test',
    endpoint: '/api/v1/query',
    status: 403,
  });
  for (const person of ['alice', 'bob', 'carol', 'mallory', 'expired', 'stranger'] as const) {
    const token = stack.tokenOf(person) ?? '';
    expect(token.length).toBeGreaterThan(100);
    expect(logs).not.toContain(token.split('.')[2]);
  }
  expect(logs).not.toContain('in-the-query');
  expect(OWNERS.filter((owner) => logs.includes(owner))).toEqual([]);
  expect(logs).not.toContain(stack.proxy.adminToken);
});

/** The log comes through a pipe, a moment after the answer. */
async function waitFor(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5_000; !condition() && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
