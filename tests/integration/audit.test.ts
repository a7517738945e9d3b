import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditHeadSchema, auditRecordSchema, auditRecordsSchema } from '@gatehouse/model/api';
import { parseAuditHead } from '../../proxy/audit/auditHead';
import { readExport } from '../../proxy/audit/readExport';
import { verifyChain } from '../../proxy/audit/verifyChain';
import { ADMIN_TOKEN, type Proxy, startProxy } from './support/startProxy';

const VIEWER = 'viewer-token-0123456789';
const EDITOR = 'editor-token-0123456789';
const CAROL = { 'X-Grafana-Context': JSON.stringify({ Login: 'carol' }), 'Content-Type': 'application/json' };

let proxy: Proxy;

beforeAll(async () => {
  proxy = await startProxy({
    configOverrides: {
      admin: {
        listen: '127.0.0.1:0',
        token: ADMIN_TOKEN,
        tokens: [
          { name: 'looker', role: 'viewer', token: VIEWER },
          { name: 'writer', role: 'editor', token: EDITOR },
        ],
      },
    },
  });
}, 40_000);

afterAll(() => proxy.stop());

const get = async (path: string) => (await proxy.admin(`/v1/audit${path}`)).json() as Promise<unknown>;
const list = async (query = '') => auditRecordsSchema.parse(await get(query)).records;
const latest = async () => (await list('?limit=1'))[0];
const headNow = async () => auditHeadSchema.parse(await get('/head'));
const call = (method: string, path: string, body?: unknown) =>
  proxy.admin(path, { method, headers: CAROL, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const exported = async (query = '') => (await proxy.admin(`/v1/audit/export${query}`)).text();

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

test('every change is recorded with who made it, and its log line carries the head of the chain', async () => {
  expect(await headNow()).toEqual({ number: 0, hash: '0'.repeat(64), head: `0:${'0'.repeat(64)}` });
  await proxy.put({ tenants: [{ name: 'acme', backend: 'cluster', account: 1 }], mappings: [] }, 'first');
  expect(await latest()).toMatchObject({
    number: 1,
    event: 'policy-published',
    actor: { name: 'default', by: 'admin-token', token: 'default' },
    target: 'revision:1',
    details: { revision: 1, comment: 'first', tenants: 1, mappings: 0, approvedBy: null, restoredFrom: null },
    previousHash: '0'.repeat(64),
  });

  const created = z
    .object({ id: z.string(), secret: z.string() })
    .parse(await (await call('POST', '/v1/credentials', { name: 'vmagent', comment: 'rack 7' })).json());
  const target = `credential:${created.id}`;
  const carol = { name: 'carol', by: 'grafana-context', token: 'default' };
  expect(await latest()).toMatchObject({
    number: 2,
    event: 'credential-created',
    actor: carol,
    target,
    details: { service: 'vmagent', comment: 'rack 7', expires: null },
  });
  await call('PATCH', `/v1/credentials/${created.id}`, { comment: 'rack 8' });
  expect(await latest()).toMatchObject({
    event: 'credential-changed',
    target,
    details: { changes: { comment: 'rack 8' } },
  });
  const rotated = z
    .object({ id: z.string() })
    .parse(await (await call('POST', `/v1/credentials/${created.id}/rotate`, { overlap: '1h' })).json());
  expect(await latest()).toMatchObject({
    event: 'credential-rotated',
    target: `credential:${rotated.id}`,
    details: { replaces: created.id, overlapSeconds: 3600 },
  });
  await call('DELETE', `/v1/credentials/${created.id}`);
  expect(await latest()).toMatchObject({ event: 'credential-revoked', target, actor: carol });

  const heads = [
    'policy-published',
    'credential-created',
    'credential-changed',
    'credential-rotated',
    'credential-revoked',
  ]
    .flatMap((event) => proxy.events(event))
    .map(({ auditHead }) => auditHead);
  const records = (await list()).toReversed();
  expect(heads).toEqual(records.map(({ number, hash }) => `${number}:${hash}`));
  expect(await headNow()).toMatchObject({ number: 5, head: heads.at(-1) });
  expect(await exported()).not.toContain(created.secret);
});

test('what changed nothing is not recorded', async () => {
  const before = await headNow();
  const [first] = await list('?event=credential-revoked');
  const id = first?.target.split(':')[1] ?? '';
  expect((await call('DELETE', `/v1/credentials/${id}`)).status).toBe(200);
  expect((await call('PATCH', `/v1/credentials/${id}`, { comment: 'x' })).status).toBe(409);
  expect((await call('DELETE', '/v1/subjects/nobody')).status).toBe(404);
  expect((await call('PUT', '/v1/policy', { policy: {}, comment: 'x' })).status).toBe(428);
  const conflict = await proxy.admin('/v1/policy', {
    method: 'PUT',
    headers: { ...CAROL, 'If-Match': '"0"' },
    body: JSON.stringify({ policy: { tenants: [], mappings: [] }, comment: 'x' }),
  });
  expect(conflict.status).toBe(412);
  expect(await headNow()).toEqual(before);
});

test('the hash of the published policy stands in the chain', async () => {
  const { details } = auditRecordSchema.parse(await get('/1'));
  const { policy } = z.object({ policy: z.unknown() }).parse(await (await proxy.admin('/v1/policy')).json());
  expect(details.policySha256).toBe(createHash('sha256').update(JSON.stringify(policy)).digest('hex'));
});

test('records are found by what they say, and page by page', async () => {
  const numbers = async (query: string) => (await list(query)).map(({ number }) => number);
  expect(await numbers('')).toEqual([5, 4, 3, 2, 1]);
  expect(await numbers('?actor=CAROL&event=credential-created')).toEqual([2]);
  expect(await numbers('?actor=carol_')).toEqual([]);
  expect(await numbers('?target=revision:1')).toEqual([1]);
  expect(await numbers(`?until=${encodeURIComponent((await list())[0]?.at ?? '')}&limit=2`)).toEqual([4, 3]);
  expect(await numbers('?since=2999-01-01T00:00:00Z')).toEqual([]);
  const page = auditRecordsSchema.parse(await get('?limit=2'));
  expect(page.next).toBe('4');
  expect(await numbers(`?limit=3&before=${page.next}`)).toEqual([3, 2, 1]);
  expect(auditRecordsSchema.parse(await get('?limit=2&before=3')).next).toBeNull();
  expect(auditRecordSchema.parse(await get('/3')).number).toBe(3);
});

test.each([
  ['?event=nothing', 400, 'query-invalid'],
  ['?limit=0', 400, 'query-invalid'],
  ['?before=x', 400, 'query-invalid'],
  ['?since=yesterday', 400, 'query-invalid'],
  ['?other=1', 400, 'query-invalid'],
  ['/999', 404, 'not-found'],
  ['/0', 404, 'not-found'],
  ['/x', 404, 'not-found'],
  ['/head?x=1', 400, 'query-invalid'],
  ['/export?from=0', 400, 'query-invalid'],
])('%s is refused with %i %s', async (path, status, code) => {
  const response = await proxy.admin(`/v1/audit${path}`);
  expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code })]);
});

test('an export is verified against the head that was kept', async () => {
  const { head } = await headNow();
  const known = parseAuditHead(head);
  const heads = known === undefined ? [] : [known];
  expect(heads).toHaveLength(1);
  const response = await proxy.admin('/v1/audit/export');
  expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
  const text = await response.text();
  expect(await verifyChain(readExport(bytesOf(text)), { heads })).toMatchObject({ records: 5, fault: undefined });
  const forged = text.replace('"carol"', '"mallory"');
  expect((await verifyChain(readExport(bytesOf(forged)), { heads })).fault).toMatchObject({
    code: 'changed',
    number: 2,
  });
  const part = await exported('?from=2&to=3');
  expect(
    part
      .split('\n')
      .slice(0, -1)
      .map((line) => auditRecordSchema.parse(JSON.parse(line)).number)
  ).toEqual([2, 3]);
  expect(await exported('?from=900')).toBe('');
});

test('only an administrator exports; whoever may read may look', async () => {
  const as = async (token: string, path: string) =>
    (await fetch(`${proxy.adminUrl}/v1/audit${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
  expect([await as(VIEWER, ''), await as(VIEWER, '/head'), await as(VIEWER, '/1')]).toEqual([200, 200, 200]);
  expect([await as(VIEWER, '/export'), await as(EDITOR, '/export')]).toEqual([403, 403]);
  expect((await proxy.admin('/v1/audit', { method: 'DELETE' })).status).toBe(405);
});
