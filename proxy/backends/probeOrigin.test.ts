import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BackendConfig } from '../config/schema';
import { type Probe, probeOrigin } from './probeOrigin';

let server: Server;
let url: string;
let asked: string[];
let answer: RequestListener;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['user-agent']}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const METRICS = [
  'vm_app_version{version="vmselect-20260821-tags-v1.150.0-cluster", short_version="v1.150.0-cluster"} 1',
  'flag{name="search.ignoreExtraFiltersAtLabelsAPI", value="false", is_set="false"} 1',
].join('\n');

const failureOf = (probe: Probe) => ('failure' in probe ? probe.failure : undefined);

async function programOf(kind: BackendConfig['kind'] = 'victoriametrics'): Promise<string | undefined> {
  const probe = await probeOrigin(url, kind);
  return 'description' in probe ? probe.description.program : undefined;
}

describe('what VictoriaMetrics says of itself', () => {
  test('is read from /metrics below the URL, in the name of the check', async () => {
    answer = (_request, response) => void response.end(`go_info 1\n${METRICS}`);
    const probe = await probeOrigin(`${url}/base`, 'victoriametrics-cluster');
    expect(probe).toMatchObject({ description: { program: 'vmselect', version: [1, 150, 0] } });
    expect('description' in probe && [...probe.description.flags]).toEqual([
      ['search.ignoreExtraFiltersAtLabelsAPI', 'false'],
    ]);
    expect(asked).toEqual(['GET /base/metrics gatehouse-check']);
  });

  test('is read wherever it stands in a large page, also across the pieces in which it comes', async () => {
    answer = (_request, response) => {
      const filler = `${'x'.repeat(99)}\n`.repeat(100_000);
      response.write(filler);
      const middle = METRICS.length - 20;
      response.write(METRICS.slice(0, middle));
      setTimeout(() => response.end(`${METRICS.slice(middle)}\n`), 20);
    };
    const probe = await probeOrigin(url, 'victoriametrics');
    expect(probe).toMatchObject({ description: { program: 'vmselect' } });
    expect('description' in probe && probe.description.flags.size).toBe(1);
  });

  test.each([301, 401, 403, 404, 500, 503])('is not known when the answer is %i', async (status) => {
    answer = (_request, response) => void response.writeHead(status, { location: `${url}/else` }).end(METRICS);
    expect(failureOf(await probeOrigin(url, 'victoriametrics'))).toBe(`answers /metrics with status ${status}`);
    expect(asked).toHaveLength(1);
  });

  test.each(['x\n', 'x'])('is not known when an endless %j comes', async (what) => {
    let sent = 0;
    answer = (_request, response) => {
      const block = Buffer.alloc(1024 * 1024, what);
      const more = () => {
        while (response.write(block)) {
          sent += block.length;
        }
        sent += block.length;
      };
      response.on('drain', more);
      more();
    };
    expect(failureOf(await probeOrigin(url, 'victoriametrics'))).toBe('answers with more than 16 MiB');
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test.each<[string, RequestListener]>([
    ['nothing comes', () => {}],
    ['it drips', (_request, response) => void setInterval(() => response.write('x\n'), 100).unref()],
  ])('is not known after three seconds when %s', async (_name, listener) => {
    answer = listener;
    const startedAt = Date.now();
    expect(failureOf(await probeOrigin(url, 'victoriametrics'))).toBe('does not answer within 3 s');
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });

  test('is not known when the connection breaks off', async () => {
    answer = (_request, response) => {
      response.write(METRICS);
      setTimeout(() => response.destroy(), 20);
    };
    expect(failureOf(await probeOrigin(url, 'victoriametrics'))).toMatch(/^cannot be reached/);
  });
});

describe('what Mimir says of itself', () => {
  const info = (data: object) => JSON.stringify({ status: 'success', data });
  const mimir = info({ application: 'Grafana Mimir', version: '2.17.0', features: {} });
  let refusesOrg: boolean;

  beforeEach(() => {
    refusesOrg = true;
    serve({ '/api/v1/status/buildinfo': mimir });
  });

  function serve(pages: Record<string, string>): void {
    answer = (request, response) => {
      if (request.url === '/prometheus/api/v1/query?query=1' && !refusesOrg) {
        response.end(info({ resultType: 'vector', result: [] }));
        return;
      }
      const page = pages[request.url ?? ''];
      response.writeHead(page === undefined ? 404 : 200).end(page);
    };
  }

  test.each(['/api/v1/status/buildinfo', '/prometheus/api/v1/status/buildinfo'])('is read from %s', async (path) => {
    serve({ [path]: mimir });
    expect(await probeOrigin(url, 'mimir')).toMatchObject({
      description: { program: 'mimir', versionText: '2.17.0' },
      takesAnyOrg: false,
    });
  });

  test('is something else where the application is, or is not named', async () => {
    serve({ '/api/v1/status/buildinfo': info({ version: '2.24.0' }) });
    expect(await programOf('mimir')).toBe('prometheus');
    serve({ '/api/v1/status/buildinfo': info({ application: 'Grafana Loki', version: '3' }) });
    expect(await programOf('mimir')).toBe('grafana loki');
    serve({ '/api/v1/status/buildinfo': info({ application: 'Grafana Enterprise Metrics', version: '2' }) });
    expect(await programOf('mimir')).toBe('mimir');
  });

  test.each(['<html>', '[]', '{"data":1}'])('is not known when it says %s', async (page) => {
    serve({ '/api/v1/status/buildinfo': page, '/prometheus/api/v1/status/buildinfo': page });
    expect(failureOf(await probeOrigin(url, 'mimir'))).toContain('is not JSON as Mimir has it');
  });

  test('shows whether it takes an org that no tenant can have', async () => {
    const orgs: unknown[] = [];
    refusesOrg = false;
    const serving = answer;
    answer = (request, response) => {
      orgs.push(request.headers['x-scope-orgid']);
      serving(request, response);
    };
    expect(await probeOrigin(url, 'mimir')).toMatchObject({ takesAnyOrg: true });
    expect(orgs.sort()).toEqual(['gatehouse/check', undefined]);
  });
});
