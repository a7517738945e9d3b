import { testIds } from '../../src/testIds';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage, settle } from './pages/appPages';
import { savePluginSettings } from './pluginSettingsControl';

/** What changes something, on whichever page. */
const CHANGES = /^(Add|Create|Edit|Remove|Disable|Enable|Restore|Revert|Publish|Propose|Approve|Revoke|Rotate|Save)\b/;

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

  test('a token that only reads shows every page, and offers no change', async ({
    pageOf,
    carol,
    environment,
    picture,
  }) => {
    test.slow();
    const { viewerToken } = environment;
    test.skip(viewerToken === undefined, 'there is no such token');
    await savePluginSettings(carol, { ...environment, adminToken: viewerToken ?? '' });
    const page = await pageOf('carol');
    // Data sources are Grafana's: this person may change them.
    for (const appPage of APP_PAGES.filter(({ name }) => name !== 'dataSource')) {
      await openAppPage(page, appPage);
      await expect.soft(page.getByTestId(testIds.states.failure), appPage.title).toHaveCount(0);
      await expect
        .soft(
          page.getByRole('button', { name: CHANGES, disabled: false }).and(page.locator(':not([aria-disabled=true])')),
          appPage.title
        )
        .toHaveCount(0);
      await picture(page, `state-reader-${appPage.name}`);
    }
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
      // Grafana guards the exact path, and the app itself what is beside it.
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
