import { savePluginSettings } from './pluginSettingsControl';
import { expect, test } from './fixtures';
import { ConfigurationPage } from './pages/ConfigurationPage';

test.afterEach(async ({ carol, environment }) => {
  await savePluginSettings(carol, environment);
});

test('testing the connection says that all is well, and how each part is', async ({ pageOf, picture }) => {
  const page = await pageOf('carol');
  const configuration = new ConfigurationPage(page);
  await configuration.open();
  expect(await configuration.test()).toMatch(/^connected/);
  await expect(configuration.result).toContainText('Backend cluster');
  await expect(configuration.result).toContainText('Backend single');
  await picture(page, 'configuration-connected');
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
