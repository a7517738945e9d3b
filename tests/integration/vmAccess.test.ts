import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Cluster,
  type Recorder,
  startCluster,
  startNode,
  startRecorder,
  type VictoriaMetricsNode,
} from '../../dev/victoriametrics';
import { waitFor } from '../../dev/processes/waitFor';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const METRIC = 'moved';
/** VictoriaMetrics shows samples after a while. */
const WRITTEN = Date.now() - 60_000;

/** Where series stand, each for two teams; 0:0 is where vmgateway and vmauth would ask for whoever names no account. */
const PLACES = ['0:0', '1:0', '1:5'] as const;

const POLICY = {
  tenants: [
    { name: 'default', backend: 'cluster', account: 0 },
    { name: 'acme', backend: 'cluster', account: 1, project: 5 },
    { name: 'node', backend: 'single' },
  ],
  mappings: [
    { name: 'ops', principals: ['group:ops'], grants: [{ tenant: 'acme', access: 'read', filters: ['{team="ops"}'] }] },
    { name: 'leavers', principals: ['group:leavers'], effect: 'deny' },
  ],
};

let folder: string;
let trusted: Issuer;
let other: Issuer;
let cluster: Cluster;
let node: VictoriaMetricsNode;
let single: Recorder;
let proxy: Proxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-vm-access-'));
  [trusted, other, cluster, node] = await Promise.all([
    startIssuer(),
    startIssuer(),
    startCluster({ folder: join(folder, 'cluster'), tenants: PLACES }),
    startNode({ folder: join(folder, 'single') }),
  ]);
  single = await startRecorder(node.url);
  proxy = await startProxy({
    configOverrides: {
      issuers: [
        { name: 'trusted', issuer: trusted.url, audience: ['grafana'], trustVmAccess: true },
        { name: 'other', issuer: other.url, audience: ['grafana'] },
      ],
      backends: [
        { name: 'cluster', kind: 'victoriametrics-cluster', read: [cluster.selectUrl], write: [cluster.insertUrl] },
        { name: 'single', kind: 'victoriametrics', url: single.url, safety: 'vouched' },
      ],
    },
  });
  await proxy.put(POLICY);
  const targets = [
    ...PLACES.map((place) => [place, `${cluster.insertUrl}/insert/${place}/prometheus`] as const),
    ['node', node.url] as const,
  ];
  for (const [place, url] of targets) {
    const body = ['dev', 'ops'].map((team) => `${METRIC}{team="${team}",place="${place}"} 1 ${WRITTEN}`).join('\n');
    const answer = await fetch(`${url}/api/v1/import/prometheus`, { method: 'POST', body });
    expect([place, answer.status]).toEqual([place, 204]);
  }
  await Promise.all([cluster.flush(), node.flush()]);
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await single.close();
  await Promise.all([cluster.close(), node.close(), trusted.close(), other.close()]);
  await rm(folder, { recursive: true, force: true });
}, 30_000);

beforeEach(() => {
  cluster.requests.length = 0;
  single.requests.length = 0;
});

interface Asked {
  issuer?: Issuer;
  groups?: string[];
  path?: string;
}

async function ask(
  vmAccess: unknown,
  { issuer = trusted, groups = [], path = '/api/v1/query' }: Asked = {}
): Promise<Response> {
  const token = await issuer.token({ vm_access: vmAccess, groups });
  return fetch(`${proxy.url}${path}?${new URLSearchParams({ query: METRIC })}`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

/** The log has a line a moment after the answer. */
const logged = (event: string, line: object) =>
  waitFor(`${event} in the log`, async () => {
    const found = proxy.events(event).at(-1);
    return Object.entries(line).every(([key, value]) => JSON.stringify(found?.[key]) === JSON.stringify(value))
      ? found
      : undefined;
  });

/** "place team" of each series that comes back, or the code of the refusal; a refused request never gets through. */
async function seen(vmAccess: unknown, asked?: Asked): Promise<string[] | string> {
  const answer = await ask(vmAccess, asked);
  const text = await answer.text();
  if (!answer.ok) {
    expect([...cluster.requests, ...single.requests]).toEqual([]);
    return /\(([a-z-]+)[,)]/.exec(text)?.[1] ?? text;
  }
  const { data } = JSON.parse(text) as { data: { result: Array<{ metric: Record<string, string> }> } };
  return data.result.map(({ metric }) => `${metric.place} ${metric.team}`).sort();
}

const vmgateway = { tenant_id: { account_id: 1, project_id: 5 }, extra_labels: { team: 'dev' }, mode: 1 };
const vmauth = { metrics_account_id: 1, metrics_project_id: 5, metrics_extra_filters: ['{team="dev"}'] };

test.each<[string, unknown, string[] | string]>([
  ["vmgateway's form", vmgateway, ['1:5 dev']],
  ["vmgateway's form as a text", JSON.stringify(vmgateway), ['1:5 dev']],
  ["vmauth's form", vmauth, ['1:5 dev']],
  ["vmauth's form as a text", JSON.stringify(vmauth), ['1:5 dev']],
  ['a whole tenant', { tenant_id: { account_id: 1, project_id: 5 } }, ['1:5 dev', '1:5 ops']],
  ['0:0, when it says so', { tenant_id: { account_id: 0, project_id: 0 } }, ['0:0 dev', '0:0 ops']],
  ['the single node, when it names no account', { extra_labels: { team: 'dev' } }, ['node dev']],
  ['a tenant that the policy does not have', { tenant_id: { account_id: 1 } }, 'no-mapping'],
  ['something that is not understood', { ...vmgateway, role: 1 }, 'no-mapping'],
  ['nothing', undefined, 'no-mapping'],
])('a token with %s', async (_name, vmAccess, expected) => {
  expect(await seen(vmAccess)).toEqual(expected);
});

test('counts of an issuer that is trusted with it only', async () => {
  expect(await seen(vmgateway, { issuer: other })).toBe('no-mapping');
});

test('adds up with mappings, and gives way to denials', async () => {
  expect(await seen(vmgateway, { groups: ['ops'] })).toEqual(['1:5 dev', '1:5 ops']);
  cluster.requests.length = 0;
  expect(await seen(vmgateway, { groups: ['leavers'] })).toBe('denied');
});

test('lets write with its labels, where they can be stamped, and not with mode 1', async () => {
  const push = async (vmAccess: object) => {
    const token = await trusted.token({ vm_access: vmAccess, groups: [] });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${proxy.url}/api/v1/import/prometheus`, {
      method: 'POST',
      headers,
      body: 'pushed{team="ops"} 1',
    });
    return answer.status;
  };
  const { mode: _read, ...full } = vmgateway;
  expect(await push(full)).toBe(204);
  await cluster.flush();
  const stored = await fetch(`${cluster.selectUrl}/select/1:5/prometheus/api/v1/series?match[]=pushed`);
  expect(await stored.json()).toMatchObject({ data: [{ __name__: 'pushed', team: 'dev' }] });

  cluster.requests.length = 0;
  expect(await push(vmgateway)).toBe(403);
  expect(await push({ ...full, extra_filters: ['{env=~"a|b"}'] })).toBe(403);
  expect(cluster.requests).toEqual([]);
});

test('what is not understood is told: to whoever asks that it is so, to the administrator what it is', async () => {
  const text = await (await ask({ ...vmgateway, role: 1 })).text();
  expect(text).toContain('vm_access claim of the token was not understood');
  expect(text).not.toContain('role');
  const { msg } = await logged('vm-access-unusable', { issuer: 'trusted' });
  expect(msg).toContain('role');
});

test('an explanation shows the claim among the mappings, and the request that would be sent', async () => {
  const token = await trusted.token({ vm_access: vmgateway, groups: [] });
  const answer = await proxy.admin('/v1/explain', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  expect(await answer.json()).toMatchObject({
    subject: { vmAccess: { tenant: { account: 1, project: 5 }, access: 'read', filters: ['{team="dev"}'] } },
    explanation: {
      mappings: [{ name: 'token:vm_access', part: 'grants' }],
      vmAccess: { grants: [{ tenant: 'acme', access: 'read' }] },
    },
    upstream: { url: expect.stringContaining('/select/1:5/prometheus/api/v1/query') },
  });
});

test('groups that the issuer left out are told, and denials of groups count', async () => {
  const token = await trusted.token({ vm_access: vmgateway, groups: undefined, _claim_names: { groups: 'src1' } });
  const answer = await fetch(`${proxy.url}/api/v1/query?query=${METRIC}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('left groups out of the token')]);
  await logged('groups-incomplete', { issuer: 'trusted', subjectId: 'u-alice' });
  await logged('request-refused', { reason: 'denied', mappings: ['leavers'] });
  expect(cluster.requests).toEqual([]);
});
