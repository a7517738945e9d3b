import { z } from 'zod';
import { savePluginSettings } from './pluginSettingsControl';
import { expect, test } from './fixtures';
import { ConfigurationPage } from './pages/ConfigurationPage';

const statusSchema = z.object({
  backends: z.array(
    z.object({
      name: z.string(),
      findings: z.array(z.object({ code: z.string(), severity: z.string(), message: z.string() })),
    })
  ),
});

test.afterEach(async ({ carol, environment }) => {
  await savePluginSettings(carol, environment);
});

test('the page says at once how the proxy is, and which backends answer', async ({ pageOf, picture }) => {
  const page = await pageOf('carol');
  const configuration = new ConfigurationPage(page);
  await configuration.open();
  await expect(configuration.backend('cluster')).toContainText('2 URLs answer');
  await expect(configuration.backend('cluster')).toContainText('vmselect');
  await expect(configuration.backend('single')).toContainText('victoria-metrics');
  expect(await configuration.test()).toMatch(/^connected/);
  await expect(configuration.result.getByRole('listitem').filter({ hasText: 'Admin token' })).toContainText(
    'role admin: this app may do everything'
  );
  const needs = page.getByRole('list', { name: 'What the app needs of Grafana' });
  await expect(needs.getByRole('listitem').filter({ hasText: 'Your log-in' })).toHaveAttribute('data-state', 'good');
  await expect(needs.getByRole('listitem').filter({ hasText: 'Way to the proxy' })).toHaveAttribute(
    'data-state',
    'good'
  );
  await expect(needs).toContainText('Through Gatehouse, and tells who asks: ');
  await picture(page, 'configuration-connected');
});

test('what the backend check found stands with its backend', async ({ pageOf, carol, environment, picture }) => {
  const response = await carol.get('/api/plugin-proxy/gatehouse-tenancy-app/admin/status');
  const { backends } = statusSchema.parse(await response.json());
  const found = backends.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })));
  const distinct = new Set(found.map(({ name, code, message }) => JSON.stringify([name, code, message])));
  if (environment.isEmulated && process.env.GATEHOUSE_VICTORIA_METRICS === undefined) {
    // Debian's package, which does not tell its version.
    expect(found).toContainEqual(expect.objectContaining({ name: 'single', code: 'backend-version-unknown' }));
  }

  const page = await pageOf('carol');
  const configuration = new ConfigurationPage(page);
  await configuration.open();
  const outcome = await configuration.test();
  for (const { name, code, message } of found) {
    // Its first letter is made a capital.
    const shown = configuration
      .backend(name)
      .locator(`[data-finding="${code}"]`)
      .filter({ hasText: message.slice(1) });
    await expect(shown).toHaveCount(1);
  }
  await expect(configuration.result.locator('[data-finding]')).toHaveCount(distinct.size);
  const worst = found.some(({ severity }) => severity === 'unsafe') ? 'connected-unsafe' : 'connected-with-warnings';
  expect(outcome).toBe(found.length === 0 ? 'connected' : worst);
  await picture(page, 'configuration-findings');
});

const FAILURES = [
  { what: 'a wrong admin token', code: 'admin-token-wrong', settings: { adminToken: 'not-the-token-of-the-proxy' } },
  { what: 'a URL where nothing listens', code: 'unreachable', settings: { proxyUrl: 'http://127.0.0.1:9' } },
] as const;

for (const { what, code, settings } of FAILURES) {
  test(`testing the connection with ${what} says so`, async ({ pageOf, picture }) => {
    const page = await pageOf('carol');
    const configuration = new ConfigurationPage(page);
    await configuration.open();
    await configuration.save(settings);
    expect(await configuration.test()).toBe(code);
    await picture(page, `configuration-${code}`);
  });
}

test('testing the connection with the data listener’s URL says which listener it is', async ({
  pageOf,
  environment,
  picture,
}) => {
  const page = await pageOf('carol');
  const configuration = new ConfigurationPage(page);
  await configuration.open();
  await configuration.save({ proxyUrl: environment.dataUrl });
  expect(await configuration.test()).toBe('data-listener');
  await picture(page, 'configuration-data-listener');
});

test('saved settings survive a reload, and the token never comes back to the browser', async ({
  pageOf,
  environment,
}) => {
  const page = await pageOf('carol');
  const bodies: Array<Promise<string>> = [];
  page.on('response', (response) => {
    // Redirects have no body, and a page that is left takes its unread bodies along.
    bodies.push(response.text().catch(() => ''));
  });
  const configuration = new ConfigurationPage(page);
  await configuration.open();
  await configuration.save({ proxyUrl: `${environment.adminUrl}/`, adminToken: environment.adminToken });
  await page.reload();

  await expect(configuration.proxyUrl).toHaveValue(environment.adminUrl);
  await expect(configuration.adminToken).toHaveValue('configured');
  expect(await configuration.test()).toMatch(/^connected/);
  const read = await Promise.all(bodies);
  expect(read.some((body) => body.includes('secureJsonFields'))).toBe(true);
  expect(read.filter((body) => body.includes(environment.adminToken))).toEqual([]);
});
