import { largePolicy } from './support/largePolicy';
import { type Issuer, startIssuer } from './support/startIssuer';
import { percentile, type Prober, startProber } from './support/startProber';
import { type Proxy, publish, startProxy } from './support/startProxy';

const MAPPINGS = 100_000;
/** Checking this policy alone takes longer than that; whoever does it where queries are served is noticed. */
const LONGEST_PAUSE_MILLISECONDS = 1_000;
const JSON_HEADERS = { 'Content-Type': 'application/json' };

let issuer: Issuer;
let prober: Prober;
let proxy: Proxy;

beforeAll(async () => {
  issuer = await startIssuer();
  prober = await startProber();
  proxy = await startProxy({
    configOverrides: {
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      backends: [{ name: 'single', kind: 'victoriametrics', url: prober.upstreamUrl, safety: 'vouched' }],
    },
  });
}, 60_000);

afterAll(async () => {
  prober.close();
  await proxy.stop();
  await issuer.close();
}, 30_000);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  seconds.push(`${name} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}
const seconds: string[] = [];

test(`queries are answered while a policy of ${MAPPINGS} mappings is checked, published, compared and explained`, async () => {
  const policy = largePolicy(MAPPINGS);
  await proxy.put(largePolicy(1));
  prober.start(`${proxy.url}/api/v1/query?query=up`, { Authorization: `Bearer ${await issuer.token()}` });

  const published = await timed('publish', () => publish(proxy.admin, 1, policy, 'large'));
  expect(published.status).toBe(200);
  await published.arrayBuffer();

  const changed = { ...policy, mappings: policy.mappings.slice(1_000) };
  const again = await timed('publish again', () =>
    publish(proxy.admin, 2, { ...changed, mappings: [policy.mappings[0], ...changed.mappings] }, 'less')
  );
  expect(again.status).toBe(200);
  await again.arrayBuffer();

  const shown = await timed('show', () => proxy.admin('/v1/policy'));
  expect(((await shown.json()) as { policy: { mappings: unknown[] } }).policy.mappings).toHaveLength(MAPPINGS - 999);

  const explained = await timed('explain a draft', () =>
    proxy.admin('/v1/explain', {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ subject: { issuer: 'keycloak', id: 'u', groups: ['group-5'] }, draft: policy }),
    })
  );
  expect(await explained.json()).toMatchObject({ explanation: { decision: { allowed: true } } });

  const { milliseconds, failures } = await prober.stop();
  const [middle, most] = [50, 99.9].map((part) => percentile(milliseconds, part).toFixed(1));
  const longest = Math.max(...milliseconds);
  process.stdout.write(
    `  ${milliseconds.length} queries meanwhile: half within ${middle} ms, 99.9 % within ${most} ms, the longest ${longest.toFixed(0)} ms; ${seconds.join(', ')}\n`
  );
  expect(failures).toEqual([]);
  expect(milliseconds.length).toBeGreaterThan(500);
  expect(longest).toBeLessThan(LONGEST_PAUSE_MILLISECONDS);
}, 180_000);
