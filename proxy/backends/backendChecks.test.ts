import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { backendSchema } from '../config/schema';
import { createMetrics, type Metrics } from '../telemetry/metrics';
import { BackendChecks } from './backendChecks';

const MINUTE = 60_000;

let server: Server;
let url: string;
let page: string | undefined;
let looks: number;
let time: number;
let metrics: Metrics;
let events: Array<Record<string, unknown>>;
let checks: BackendChecks;

const metricsOf = (version: string, flags: Record<string, string> = {}) =>
  [
    `vm_app_version{version="victoria-metrics-20250101-tags-${version}"} 1`,
    ...Object.entries({ usePromCompatibleNaming: 'true', ...flags }).map(
      ([name, value]) => `flag{name="${name}", value="${value}", is_set="true"} 1`
    ),
  ].join('\n');

beforeEach(async () => {
  page = metricsOf('v1.150.0');
  looks = 0;
  time = 1_000_000;
  events = [];
  server = createServer((_request, response) => {
    looks += 1;
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  metrics = createMetrics('test');
  checks = checksOf({});
});

afterEach(() => {
  checks.close();
  server.close();
  server.closeAllConnections();
});

function checksOf(more: Record<string, unknown>): BackendChecks {
  return new BackendChecks({
    backends: [backendSchema.parse({ name: 'single', kind: 'victoriametrics', url, ...more })],
    metrics,
    logger: pino({ base: null }, { write: (line: string) => void events.push(JSON.parse(line)) }),
    now: () => time,
  });
}

const codes = () => checks.findings('single').map(({ code }) => code);

async function counted(severity: string): Promise<number | undefined> {
  const { values } = await metrics.backendFindings.get();
  return values.find(({ labels }) => labels.backend === 'single' && labels.severity === severity)?.value;
}

test('before the first look what could be unsafe counts, unless somebody vouches for it', () => {
  expect([...checks.of('single')]).toEqual(['stamps-evadable']);
  expect([...checksOf({ safety: 'vouched' }).of('single')]).toEqual([]);
  expect(checks.findings('single')).toEqual([]);
  expect([...checks.of('a backend that there is not')]).toEqual([]);
});

test('a look finds what there is, and says which program and version it saw', async () => {
  await checks.start();
  expect([[...checks.of('single')], codes()]).toEqual([[], []]);
  expect(checks.seen('single', url)).toEqual({ kind: 'victoria-metrics', version: 'v1.150.0' });
  expect(events).toEqual([]);
  expect([await counted('unsafe'), await counted('warning')]).toEqual([0, 0]);
});

test('what appears and what is gone stands in the log once, and in the metrics', async () => {
  await checks.start();
  page = metricsOf('v1.150.0', { sortLabels: 'true', relabelConfig: 'x' });
  await checks.refresh(-1);
  await checks.refresh(-1);
  expect(events).toEqual([
    expect.objectContaining({
      level: 40,
      event: 'backend-finding',
      backend: 'single',
      code: 'stamps-evadable',
      severity: 'unsafe',
      url,
      detail: expect.stringContaining('-sortLabels'),
    }),
    expect.objectContaining({ event: 'backend-finding', code: 'relabelling', severity: 'warning' }),
  ]);
  expect([await counted('unsafe'), await counted('warning')]).toEqual([1, 1]);
  page = metricsOf('v1.150.0', { relabelConfig: 'x' });
  await checks.refresh(-1);
  expect(events.slice(2)).toEqual([
    expect.objectContaining({ level: 30, event: 'backend-finding-gone', code: 'stamps-evadable', url }),
  ]);
  expect([await counted('unsafe'), await counted('warning')]).toEqual([0, 1]);
});

test('what was seen counts for ten minutes after it cannot be seen any more', async () => {
  await checks.start();
  page = undefined;
  time += 10 * MINUTE - 1;
  await checks.refresh(0);
  expect([[...checks.of('single')], codes()]).toEqual([[], []]);
  expect(checks.seen('single', url).version).toBe('v1.150.0');
  time += 1;
  await checks.refresh(-1);
  expect([[...checks.of('single')], codes()]).toEqual([['stamps-evadable'], ['backend-unprobed']]);
  expect(checks.seen('single', url)).toEqual({ kind: null, version: null });
  page = metricsOf('v1.150.0');
  await checks.refresh(-1);
  expect([[...checks.of('single')], codes()]).toEqual([[], []]);
});

test('what is worse than before counts at once', async () => {
  await checks.start();
  page = metricsOf('v1.107.0');
  await checks.refresh(-1);
  expect([...checks.of('single')]).toEqual(['stamps-evadable']);
});

test('whoever wants to know gets what is not older than allowed, and many get the same look', async () => {
  await checks.start();
  time += 5_000;
  await checks.refresh(5_000);
  expect(looks).toBe(1);
  time += 1;
  await Promise.all([checks.refresh(5_000), checks.refresh(5_000), checks.refresh(5_000)]);
  expect(looks).toBe(2);
});

test('a process that shows nothing yet is looked at again within seconds', async () => {
  page = undefined;
  await checks.start();
  expect([...checks.of('single')]).toEqual(['stamps-evadable']);
  page = metricsOf('v1.150.0');
  for (const deadline = Date.now() + 7_000; checks.of('single').size > 0 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect([...checks.of('single')]).toEqual([]);
}, 10_000);

test('nobody is looked at after the end, also when it comes during a look', async () => {
  page = undefined;
  await checks.start();
  checks.close();
  const other = checksOf({});
  const looking = other.start();
  other.close();
  await looking;
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  expect(looks).toBe(2);
}, 10_000);
