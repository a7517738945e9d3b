import { testIds } from '../../src/testIds';
import { expect, test } from './fixtures';
import { STORY_POLICY } from '../../dev/story';

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';

test('a viewer reaches nothing of the admin API through Grafana', async ({ pageOf, policy }) => {
  const { revision } = await policy.read();
  const { request } = await pageOf('alice');
  const put = request.put(`${ADMIN}/policy`, {
    headers: { 'If-Match': `"${revision}"` },
    data: { policy: STORY_POLICY, comment: 'Mine now' },
  });
  const explain = request.post(`${ADMIN}/explain`, { data: { subject: { issuer: 'x', id: 'u-bob' } } });
  const reads = ['policy', 'status', 'configuration', 'x/../policy'].map((path) => request.get(`${ADMIN}/${path}`));
  for (const response of await Promise.all([put, explain, ...reads])) {
    expect([response.url(), response.status()]).toEqual([response.url(), 403]);
  }
  expect((await policy.read()).revision).toBe(revision);
});

test('a viewer can neither change the app’s settings nor see its pages', async ({ pageOf }) => {
  const page = await pageOf('alice');
  const response = await page.request.post('/api/plugins/gatehouse-tenancy-app/settings', {
    data: { enabled: true, jsonData: { proxyUrl: 'http://evil.example' } },
  });
  expect(response.status()).toBe(403);

  await page.goto('/a/gatehouse-tenancy-app/mappings');
  await page.waitForLoadState('networkidle');
  await expect(page.getByTestId(testIds.mappings.table)).toHaveCount(0);
});

test('the author of a revision is the administrator who published it', async ({ policy, environment }) => {
  const { author, comment } = await policy.read();
  expect(comment).toBe('The demo policy');
  expect(author).toContain(environment.isEmulated ? 'carol@platform.example' : 'carol');
});
