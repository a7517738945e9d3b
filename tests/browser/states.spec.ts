import type { Page } from '@playwright/test';
import type { PageName } from '../../src/constants';
import { testIds } from '../../src/testIds';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage, settle } from './pages/appPages';
import { MappingsPage } from './pages/MappingsPage';
import { savePluginSettings } from './pluginSettingsControl';

/** What changes something, on whichever page. */
const CHANGES = /^(Add|Create|Edit|Remove|Disable|Enable|Restore|Revert|Publish|Propose|Approve|Revoke|Rotate|Save)\b/;

/** Where Grafana's data sources are changed, as far as Grafana allows: the admin token has no say over them. */
const CHANGES_GRAFANA = 'dataSource';
/** Where changes are otherwise made, into a draft, or published. */
const EDITS_THE_POLICY = new Set<PageName>(['mappings', 'tenants', 'settings', 'publish']);
const enabled = (page: Page) => page.locator(':enabled:not([aria-disabled=true])');

test.describe('with another connection', () => {
  test.afterEach(async ({ carol, environment }) => {
    await savePluginSettings(carol, environment);
  });

  test('every page says that the proxy is not connected, and where to do that', async ({
    pageOf,
    carol,
    environment,
    picture,
  }) => {
    test.slow();
    await savePluginSettings(carol, { ...environment, adminUrl: '' });
    const page = await pageOf('carol');
    for (const appPage of APP_PAGES.filter(({ name }) => name !== 'overview')) {
      await openAppPage(page, appPage);
      const state = page.getByTestId(testIds.states.notConnected);
      await expect.soft(state, appPage.title).toBeVisible();
      await expect(state.getByRole('link')).toHaveAttribute('href', /\/plugins\/gatehouse-tenancy-app\?page=/);
    }
    await expectAccessible(page, 'a page without connection');
    await picture(page, 'state-not-connected');
  });

  const FAILURES = [
    {
      what: 'away',
      title: 'Grafana cannot reach the proxy',
      change: { adminUrl: 'http://127.0.0.1:9' },
    },
    {
      what: 'refusing the token',
      title: 'The proxy refuses the admin token',
      change: { adminToken: 'not-the-token-of-the-proxy' },
    },
  ] as const;

  for (const { what, title, change } of FAILURES) {
    test(`every page says that the proxy is ${what}, and what to do`, async ({
      pageOf,
      carol,
      environment,
      picture,
    }) => {
      test.slow();
      await savePluginSettings(carol, { ...environment, ...change });
      const page = await pageOf('carol');
      for (const appPage of APP_PAGES) {
        await openAppPage(page, appPage);
        await expect.soft(page.getByText(title).first(), appPage.title).toBeVisible();
        await expect.soft(page.getByRole('button', { name: CHANGES }), appPage.title).toHaveCount(0);
      }
      await expectAccessible(page, `a page with the proxy ${what}`);
      await picture(page, `state-${what.replaceAll(' ', '-')}`);
    });
  }

  test('with a token that only reads every page is there, none changes the policy, and a draft is kept', async ({
    pageOf,
    carol,
    environment,
    picture,
  }) => {
    test.slow();
    const { viewerToken } = environment;
    test.skip(viewerToken === undefined, 'there is no such token');
    const page = await pageOf('carol');
    const mappings = new MappingsPage(page);
    await mappings.open();
    await mappings.remove('globex');
    await expect(mappings.draftBar).toBeVisible();

    await savePluginSettings(carol, { ...environment, adminToken: viewerToken ?? '' });
    for (const appPage of APP_PAGES) {
      await openAppPage(page, appPage);
      await expect.soft(page.getByTestId(testIds.states.failure), appPage.title).toHaveCount(0);
      await expect.soft(page.getByTestId(testIds.states.forbidden), appPage.title).toHaveCount(0);
      if (appPage.name !== CHANGES_GRAFANA) {
        await expect.soft(page.getByRole('button', { name: CHANGES }).and(enabled(page)), appPage.title).toHaveCount(0);
        await expect.soft(page.getByRole('link', { name: CHANGES }), appPage.title).toHaveCount(0);
      }
    }
    await expect(page.getByRole('button', { name: 'Add data source' })).toBeVisible();
    for (const { path } of APP_PAGES.filter(({ name }) => EDITS_THE_POLICY.has(name))) {
      await page.goto(path);
      await expect.soft(page.getByTestId(testIds.readOnly.banner), path).toContainText('role viewer');
      await expect.soft(page.getByTestId(testIds.readOnly.keptDraft), path).toContainText('1 unpublished change');
      await expect.soft(page.getByRole('radio'), path).toHaveCount(0);
    }
    await mappings.open();
    await expect(mappings.row('globex')).not.toContainText('Removed');
    await expectAccessible(page, 'a page for a token that only reads');
    await picture(page, 'state-reader');

    await savePluginSettings(carol, environment);
    await mappings.open();
    await expect(mappings.row('globex')).toContainText('Removed');
    await expect(mappings.draftBar).toContainText('1 unpublished change');
  });
});

for (const person of ['alice', 'erin'] as const) {
  test(`${person}, who does not administrate, gets a clear page whatever the address`, async ({
    pageOf,
    environment,
    picture,
  }) => {
    test.slow();
    test.skip(person === 'erin' && !environment.isEmulated, 'a real Grafana need not know erin');
    const page = await pageOf(person);
    const admin: string[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/admin/') && response.ok()) {
        admin.push(response.url());
      }
    });
    for (const { path, title } of APP_PAGES) {
      await page.goto(path);
      await expect.soft(page.getByText(/permission|access denied/i).first(), title).toBeVisible();
    }
    // Grafana guards the exact path, and the app itself what is beside it.
    for (const { path, title } of person === 'alice' ? APP_PAGES : APP_PAGES.slice(0, 2)) {
      await page.goto(`${path}/`);
      await expect.soft(page.getByTestId(testIds.states.forbidden).first(), title).toBeVisible();
      await settle(page);
      await expect.soft(page.getByRole('button', { name: CHANGES }), title).toHaveCount(0);
    }
    await expectAccessible(page, 'a page that is forbidden');
    await picture(page, `state-forbidden-${person}`);
    expect(admin).toEqual([]);
    await page.goto('/');
    await expect(page.getByRole('navigation', { name: 'Main menu' }).getByRole('link')).toHaveText(['Home', 'Explore']);
  });
}

test('the address of the app itself leads to Overview; back leads to where one was', async ({ pageOf }) => {
  const page = await pageOf('carol');
  await page.goto('/explore');
  await page.goto('/a/gatehouse-tenancy-app');
  await expect(page).toHaveURL(/\/overview$/);
  await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/explore$/);
});
