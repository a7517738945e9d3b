import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Recorder, startNode, startRecorder, type VictoriaMetricsNode } from '../../dev/victoriametrics';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

// Debian's build tells no version; its flags decide.
const FLAGS = {
  safe: [],
  limited: ['-maxLabelsPerTimeseries=30'],
  sorting: ['-sortLabels'],
} as const;

type Name = keyof typeof FLAGS;

let folder: string;
let issuer: Issuer;
let proxy: Proxy;
let token: string;
const nodes = new Map<Name, VictoriaMetricsNode>();
const recorders = new Map<Name, Recorder>();

const startOne = (name: Name, port?: number) => startNode({ folder: join(folder, name), flags: FLAGS[name], port });
const urlOf = (name: Name) => recorders.get(name)?.url ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-check-'));
  issuer = await startIssuer();
  token = await issuer.token();
  for (const name of ['safe', 'limited', 'sorting'] as const) {
    const node = await startOne(name);
    nodes.set(name, node);
    recorders.set(name, await startRecorder(node.url));
  }
  const backends = [
    { name: 'safe', kind: 'victoriametrics', url: urlOf('safe'), safety: 'vouched' },
    { name: 'named', kind: 'victoriametrics', url: urlOf('safe') },
    { name: 'limited', kind: 'victoriametrics', url: urlOf('limited') },
    { name: 'sorting', kind: 'victoriametrics', url: urlOf('sorting'), safety: 'vouched' },
    { name: 'vouched', kind: 'victoriametrics', url: urlOf('limited'), safety: 'vouched' },
    { name: 'wrong', kind: 'victoriametrics-cluster', read: [urlOf('safe')], write: [urlOf('safe')] },
    { name: 'mimir', kind: 'mimir', url: urlOf('safe') },
    { name: 'away', kind: 'victoriametrics', url: 'http://127.0.0.1:9' },
  ];
  proxy = await startProxy({
    configOverrides: { issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }], backends },
  });
  const tenants = backends.map(({ name, kind }) => ({
    name,
    backend: name,
    ...(kind === 'victoriametrics'
      ? { labels: { tenant: 'shop' } }
      : kind === 'mimir'
        ? { org: 'shop' }
        : { account: 1 }),
  }));
  const grants = tenants.map(({ name }) => ({ tenant: name, access: 'read-write' }));
  await proxy.put({ tenants, mappings: [{ name: 'all', principals: ['authenticated'], grants }] });
}, 120_000);

afterAll(async () => {
  await proxy.stop();
  await Promise.all([...recorders.values()].map((recorder) => recorder.close()));
  await Promise.all([issuer.close(), ...[...nodes.values()].map((node) => node.close())]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

beforeEach(() => recorders.forEach(({ requests }) => requests.splice(0)));

interface Status {
  backends: Array<{
    name: string;
    urls: Array<Record<string, unknown>>;
    findings: Array<{ code: string; severity: string; message: string; url?: string }>;
  }>;
}

async function statusOf(backend: string) {
  const { backends } = (await (await proxy.admin('/v1/status')).json()) as Status;
  const found = backends.find(({ name }) => name === backend);
  return { ...found, codes: found?.findings.map(({ code, severity }) => `${severity} ${code}`) };
}

async function ask(
  tenant: string,
  path: string,
  init: RequestInit = {}
): Promise<[status: number, reason: string | undefined]> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const response = await fetch(`${proxy.url}/tenant/${tenant}${path}`, { ...init, headers });
  return [response.status, /\(([a-z-]+), request/.exec(await response.text())?.[1]];
}

const write = (tenant: string) => ask(tenant, '/api/v1/import/prometheus', { method: 'POST', body: 'sample 1\n' });
const read = (tenant: string) => ask(tenant, '/api/v1/query?query=sample');

describe('a check of real nodes', () => {
  it('names the program, the finding and the way out in the status, in the log and in the metrics', async () => {
    expect(await statusOf('limited')).toMatchObject({
      urls: [{ url: urlOf('limited'), up: true, running: 0, kind: 'victoria-metrics', version: null }],
      codes: ['warning backend-version-unknown', 'unsafe stamps-evadable', 'unsafe label-names-unchecked'],
    });
    const { findings } = await statusOf('limited');
    expect(findings?.[1]?.message).toContain('-maxLabelsPerTimeseries=100000000');
    expect(proxy.events('backend-finding')).toContainEqual(
      expect.objectContaining({ level: 'warn', backend: 'limited', code: 'stamps-evadable', url: urlOf('limited') })
    );
    const metrics = await (await fetch(`${proxy.adminUrl}/metrics`)).text();
    expect(metrics).toContain('gatehouse_backend_findings{backend="limited",severity="unsafe"} 2');
    expect(metrics).toContain('gatehouse_backend_findings{backend="safe",severity="unsafe"} 0');
  });

  it.each([
    ['safe', ['warning backend-version-unknown', 'warning label-names-unchecked']],
    ['named', ['warning backend-version-unknown', 'unsafe label-names-unchecked']],
    ['sorting', ['warning backend-version-unknown', 'unsafe stamps-evadable', 'warning label-names-unchecked']],
    ['vouched', ['warning backend-version-unknown', 'warning stamps-evadable', 'warning label-names-unchecked']],
    ['wrong', ['unsafe backend-kind-wrong', 'unsafe backend-kind-wrong']],
    ['mimir', ['unsafe backend-kind-wrong']],
    ['away', ['unsafe backend-unprobed']],
  ])('finds what there is to find about %s', async (backend, codes) => {
    expect((await statusOf(backend)).codes).toEqual(codes);
  });

  it.each(['safe', 'vouched'])('lets %s be written to and read', async (tenant) => {
    expect([await write(tenant), await read(tenant)]).toEqual([
      [204, undefined],
      [200, undefined],
    ]);
  });

  it.each(['limited', 'sorting'] as const)('keeps from %s what would be stamped, and nothing else', async (tenant) => {
    expect(await write(tenant)).toEqual([503, 'backend-unsafe']);
    expect(recorders.get(tenant)?.requests).toEqual([]);
    expect((await read(tenant))[0]).toBe(200);
  });

  it.each(['wrong', 'mimir'])('asks nothing of %s, which is of another kind than it should be', async (tenant) => {
    const path = tenant === 'mimir' ? '/api/v1/push' : '/api/v1/import/prometheus';
    expect(await read(tenant)).toEqual([503, 'backend-unsafe']);
    const type = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
    const [status] = await ask(tenant, path, { method: 'POST', body: 'x', headers: tenant === 'mimir' ? type : {} });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(recorders.get('safe')?.requests).toEqual([]);
  });

  it('asks in its own name, and leaves the log alone as long as nothing changes', async () => {
    const told = proxy.events('backend-finding').length;
    await statusOf('safe');
    expect(recorders.get('safe')?.checks.map(({ url, headers }) => [url, headers['user-agent']])).toEqual(
      expect.arrayContaining([['/metrics', 'gatehouse-check']])
    );
    expect(proxy.events('backend-finding')).toHaveLength(told);
  });

  it('sees that a node was started anew in a safe way', async () => {
    const before = nodes.get('sorting');
    await before?.close();
    const again = await startNode({
      folder: join(folder, 'sorting'),
      port: Number(new URL(before?.url ?? '').port),
    });
    nodes.set('sorting', again);
    for (const deadline = Date.now() + 15_000; (await write('sorting'))[0] !== 204;) {
      expect(Date.now()).toBeLessThan(deadline);
      await statusOf('sorting');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(proxy.events('backend-finding-gone')).toMatchObject([{ backend: 'sorting', code: 'stamps-evadable' }]);
  }, 30_000);
});
