import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, indexPolicy, readVmAccess, SERVICE_ISSUER, type Subject } from '@gatehouse/model';
import { stringify } from 'yaml';
import { findProgram } from '../../dev/processes/findProgram';
import { freePort } from '../../dev/processes/freePort';
import { startChild } from '../../dev/processes/startChild';
import { waitFor, whileRunning } from '../../dev/processes/waitFor';
import { readBackends } from '../../proxy/cli/readSurroundings';
import { importVmauth } from '../../proxy/cli/import/importVmauth';
import { previewUpstream } from '../../proxy/gateway/preview';
import { listenOnLoopback } from './support/listenOnLoopback';
import { Random } from './support/random';

const VMAUTH = {
  name: 'vmauth',
  variable: 'GATEHOUSE_VMAUTH',
  commands: ['vmauth', 'vmauth-prod'],
  debianPackage: 'victoria-metrics',
};

/** What reached a backend. */
interface Arrived {
  port: string;
  path: string;
  parameters: URLSearchParams;
  headers: IncomingHttpHeaders;
}

let folder: string;
let arrived: Arrived[];
const backends = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://backend');
  const [, port = '', path = ''] = /^\/(select|insert|node|mimir)-backend(.*)$/.exec(url.pathname) ?? [];
  arrived.push({ port, path, parameters: url.searchParams, headers: request.headers });
  request.resume();
  response.end('{}');
});
let listening: Awaited<ReturnType<typeof listenOnLoopback>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-vmauth-'));
  listening = await listenOnLoopback(backends);
});

afterAll(async () => {
  await listening.close();
  await rm(folder, { recursive: true });
});

async function startVmauth(config: unknown) {
  const command = await findProgram(VMAUTH);
  const address = `127.0.0.1:${await freePort()}`;
  const file = join(folder, 'auth.yml');
  const log = join(folder, 'vmauth.log');
  await writeFile(file, stringify(config));
  const args = [`-auth.config=${file}`, `-httpListenAddr=${address}`, '-loggerLevel=WARN'];
  const child = startChild({ name: 'vmauth', command, args, guarded: true, log });
  const url = `http://${address}`;
  const healthy = waitFor(`vmauth at ${url}`, async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
  await whileRunning(child, log, healthy);
  return { url, stop: () => child.stop() };
}

/** Rules and addresses of every sort that the import looks at, and some that it must not fall for. */
function addresses() {
  const { url } = listening;
  return [
    `${url}/node-backend`,
    `${url}/node-backend/`,
    `${url}/node-backend?extra_label=team=dev`,
    `${url}/node-backend?extra_label=team=dev&extra_label=env=x`,
    `${url}/node-backend?extra_filters[]={team="dev"}&extra_filters[]={env=~"a|b"}`,
    `${url}/node-backend/prometheus?extra_filters={a="b"}`,
    `${url}/node-backend/api/v1`,
    `${url}/select-backend`,
    `${url}/select-backend/select/`,
    `${url}/select-backend/select/42/prometheus`,
    `${url}/select-backend/select/42:7/prometheus/?extra_label=team=dev`,
    `${url}/select-backend/select/42`,
    `${url}/select-backend/select/multitenant/prometheus`,
    `${url}/insert-backend/insert/42/prometheus`,
    `${url}/insert-backend/insert/42:7/prometheus?extra_label=team=dev`,
    `${url}/insert-backend`,
    `${url}/mimir-backend`,
    `${url}/mimir-backend/prometheus`,
    `${url}/elsewhere`,
  ];
}

const PATHS = [
  '/.*',
  '/api/v1/.+',
  '/api/v1/query',
  '/api/v1/(query|query_range|series|labels|label/[^/]+/values)',
  '/api/v1/export.*|/federate',
  '/api/v1/(write|push|import.*)',
  '/prometheus/.*',
  '/select/42/.*',
  '/select/[0-9]+/.*',
  '/insert/42:7/.*',
  '/insert/.*',
];

/** A file with users of every sort; the same for the same seed. */
function authConfig(seed: number) {
  const random = new Random(seed);
  const headers = () => (random.chance(0.3) ? { headers: ['X-Scope-OrgID: team-a'] } : {});
  const urls = () =>
    random.chance(0.15) ? [random.pick(addresses()), random.pick(addresses())] : random.pick(addresses());
  const rule = () => ({
    src_paths: Array.from({ length: 1 + random.below(3) }, () => random.pick(PATHS)),
    url_prefix: urls(),
    ...headers(),
  });
  const users = Array.from({ length: 150 }, (_, index) => {
    const rules = random.chance(0.7) ? { url_map: Array.from({ length: 1 + random.below(4) }, rule) } : {};
    const prefix = random.chance(0.5) || !('url_map' in rules) ? { url_prefix: urls(), ...headers() } : {};
    return { username: `user-${index}`, password: `password-${index}`, ...rules, ...prefix };
  });
  return { users };
}

const REQUESTS = [
  ['read', 'GET', '/api/v1/query'],
  ['read', 'GET', '/api/v1/query_range'],
  ['read', 'GET', '/api/v1/series'],
  ['read', 'GET', '/api/v1/labels'],
  ['read', 'GET', '/api/v1/label/instance/values'],
  ['read', 'GET', '/federate'],
  ['write', 'POST', '/api/v1/write'],
  ['write', 'POST', '/api/v1/import/prometheus'],
] as const;

jest.setTimeout(60_000);

describe('a policy made of auth.config', () => {
  it.each([1, 2, 3])('lets nobody do through Gatehouse what vmauth does not let them do: file %d', async (seed) => {
    arrived = [];
    const { url } = listening;
    const configuration = join(folder, 'gatehouse.yaml');
    await writeFile(
      configuration,
      stringify({
        issuers: [],
        backends: [
          {
            name: 'cluster',
            kind: 'victoriametrics-cluster',
            read: [`${url}/select-backend`],
            write: [`${url}/insert-backend`],
          },
          { name: 'node', kind: 'victoriametrics', url: `${url}/node-backend` },
          { name: 'mimir', kind: 'mimir', url: `${url}/mimir-backend` },
        ],
      })
    );
    const terminal = {
      out: () => undefined,
      tell: () => undefined,
      error: () => undefined,
      environment: {},
      now: Date.now,
      readInput: async () => Buffer.alloc(0),
    };
    const known = await readBackends(configuration, terminal);
    const config = authConfig(seed);
    const { draft } = importVmauth(stringify(config), {
      file: 'auth.yml',
      ...known,
      principals: new Map(),
      accept: new Set(),
    });
    const index = indexPolicy(draft.policy);
    const vmauth = await startVmauth(config);
    let compared = 0;
    try {
      for (const { username, password } of config.users) {
        const subject: Subject = {
          issuer: SERVICE_ISSUER,
          kind: 'service',
          id: username,
          emailVerified: false,
          groups: [],
          claims: {},
        };
        for (const [access, method, path] of REQUESTS) {
          for (const tenant of draft.policy.tenants) {
            const decision = decide(index, subject, { access, tenant: tenant.name }, Date.now());
            if (!decision.allowed) {
              continue;
            }
            const preview = previewUpstream(known.backends, decision, {
              method,
              path,
              parameters: { query: 'up', 'match[]': 'up' },
            });
            // Mimir has not everything that VictoriaMetrics has.
            if ('refused' in preview) {
              continue;
            }
            const wanted = readUpstream(preview.url, preview.body);
            const ids = 'account' in tenant ? [`${tenant.account}`, `${tenant.account}:${tenant.project}`] : [];
            const verb = access === 'read' ? 'select' : 'insert';
            const asked = [
              path,
              `/prometheus${path}`,
              path.replace('write', 'push'),
              ...ids.map((id) => `/${verb}/${id}/prometheus${path}`),
            ];
            const before = arrived.length;
            for (const one of asked) {
              const credentials = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
              const response = await fetch(`${vmauth.url}${one}`, { method, headers: { Authorization: credentials } });
              await response.arrayBuffer();
            }
            compared += 1;
            const got = arrived.slice(before).map(({ port, path: below, parameters, headers }) => ({
              place: `/${port}-backend${below}`
                .replace('/node-backend/prometheus/', '/node-backend/')
                .replace(/\/(select|insert)\/(\d+)\//, '/$1/$2:0/'),
              confined: 'org' in tenant ? headers['x-scope-orgid'] : confinementOf(parameters, access),
            }));
            expect({ username, got }).toEqual({
              username,
              got: expect.arrayContaining([
                {
                  place: wanted.path.replace(/\/(select|insert)\/(\d+)\//, '/$1/$2:0/'),
                  confined: 'org' in tenant ? tenant.org : confinementOf(wanted.parameters, access),
                },
              ]),
            });
          }
        }
      }
    } finally {
      await vmauth.stop();
    }
    // Not that everybody was left out.
    expect(compared).toBeGreaterThan(100);
  });
});

function readUpstream(url: string, body: string | undefined) {
  const parsed = new URL(url);
  return {
    path: parsed.pathname,
    parameters: new URLSearchParams([...parsed.searchParams, ...new URLSearchParams(body)]),
  };
}

/** What the parameters narrow a read to, or stamp on a write, in one spelling for both. */
function confinementOf(parameters: URLSearchParams, access: 'read' | 'write'): unknown {
  const labels = parameters.getAll('extra_label');
  const filters =
    access === 'write' ? [] : [...parameters.getAll('extra_filters'), ...parameters.getAll('extra_filters[]')];
  const read = readVmAccess(
    {
      ...(labels.length > 0 && { metrics_extra_labels: labels }),
      ...(filters.length > 0 && { metrics_extra_filters: filters }),
    },
    undefined
  );
  return 'vmAccess' in read ? (read.vmAccess.filters ?? 'everything') : read;
}
