import type { Page } from '@playwright/test';
import { STORY_POLICY } from '../../dev/story';
import { PATHS, type PageName } from '../../src/constants';
import { testIds } from '../../src/testIds';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage, settle } from './pages/appPages';
import { MappingsPage } from './pages/MappingsPage';
import { savePluginSettings } from './pluginSettingsControl';
import { type FileProxy, startFileProxy } from './startFileProxy';

/** What changes something, on whichever page. */
const CHANGES = /^(Add|Edit|Remove|Disable|Enable|Restore|Revert|Publish|Propose|Approve|Save)/;

/** What a file does not decide: machines prove themselves as before, and data sources are Grafana's. */
const NOT_OF_THE_FILE = new Set<PageName>(['credentials', 'dataSource']);
/** Where a policy would be edited. */
const EDITS_THE_POLICY = new Set<PageName>(['mappings', 'tenants', 'settings', 'publish']);
/** Leads to data sources, which are added as before. */
const TO_DATA_SOURCES = `[href*="${PATHS.dataSource}"]`;
/** Links that open something to change, where something can be changed. */
const LINKS_TO_CHANGES = [
  `${PATHS.mappings}?add=`,
  `${PATHS.mappings}?edit=globex`,
  `${PATHS.tenants}?add=`,
  `${PATHS.tenants}?edit=acme`,
  `${PATHS.tenants}?discover=cluster`,
  `${PATHS.history}?revision=1&restore=true`,
];

let proxy: FileProxy | undefined;

test.beforeEach(async ({ environment }) => {
  test.skip(!environment.isEmulated, 'a real Grafana does not reach a proxy of this process');
  proxy = await startFileProxy(STORY_POLICY);
});

test.afterEach(async ({ carol, environment }) => {
  await savePluginSettings(carol, environment);
  await proxy?.close();
});

async function expectNothingToChange(page: Page): Promise<void> {
  await expect(page.getByTestId(testIds.readOnly.banner)).toContainText(proxy?.file ?? '?');
  await expect(page.getByRole('button', { name: CHANGES })).toHaveCount(0);
  await expect(page.getByRole('radio')).toHaveCount(0);
}

test('a policy in a file can be viewed everywhere and changed nowhere; drafts from before are kept', async ({
  pageOf,
  carol,
  environment,
  picture,
}) => {
  test.slow();
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  await mappings.remove('globex');
  await expect(mappings.draftBar).toBeVisible();

  await test.step('the operator makes a file the source', async () => {
    await savePluginSettings(carol, { ...environment, ...proxy });
    await mappings.open();
    await expectNothingToChange(page);
    await expect(mappings.row('globex')).not.toContainText('Removed');
    await expect(page.getByTestId(testIds.readOnly.keptDraft)).toContainText('1 unpublished change');
    await picture(page, 'read-only-1-mappings');
  });

  await test.step('details are there to be read, also by keyboard', async () => {
    await mappings.row('acme-developers').getByRole('button', { name: 'View acme-developers' }).press('Enter');
    await expect(page.getByTestId(testIds.readOnly.details)).toContainText('read acme, only {team="dev"}');
    await picture(page, 'read-only-2-details');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(testIds.readOnly.details)).toHaveCount(0);
  });

  await test.step('tenants and settings likewise', async () => {
    await page.getByRole('tab', { name: 'Tenants' }).click();
    await expectNothingToChange(page);
    await page.getByRole('tab', { name: 'Settings' }).click();
    await expectNothingToChange(page);
    await expect(page.getByText('Changes take effect at once.')).toBeVisible();
    await picture(page, 'read-only-3-settings');
  });

  await test.step('a file that holds no policy is told of, and the policy before stays', async () => {
    await proxy?.write('tenants:\n  - name: 7\n');
    await expect(async () => {
      await mappings.open();
      await expect(page.getByTestId(testIds.readOnly.problem)).toContainText('policy.yaml:2', { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await expect(mappings.row('globex')).toBeVisible();
    await picture(page, 'read-only-4-problem');
  });

  await test.step('where the store is the source again, the draft is there', async () => {
    await savePluginSettings(carol, environment);
    await mappings.open();
    await expect(mappings.row('globex')).toContainText('Removed');
    await expect(mappings.draftBar).toContainText('1 unpublished change');
  });
});

for (const theme of ['dark', 'light'] as const) {
  test(`every page is there while the policy is a file, none changes it, and axe finds nothing wrong, ${theme}`, async ({
    pageOf,
    carol,
    environment,
    picture,
  }) => {
    test.setTimeout(180_000);
    await savePluginSettings(carol, { ...environment, ...proxy });
    const page = await pageOf('carol', theme);
    for (const appPage of APP_PAGES) {
      const { name, title } = appPage;
      await openAppPage(page, appPage);
      await expect.soft(page.getByTestId(testIds.states.failure), title).toHaveCount(0);
      await expect.soft(page.getByTestId(testIds.states.crash), title).toHaveCount(0);
      if (!NOT_OF_THE_FILE.has(name)) {
        await expect.soft(page.getByRole('button', { name: CHANGES }), title).toHaveCount(0);
        await expect
          .soft(page.getByRole('link', { name: CHANGES }).and(page.locator(`:not(${TO_DATA_SOURCES})`)), title)
          .toHaveCount(0);
      }
      if (EDITS_THE_POLICY.has(name)) {
        await expect.soft(page.getByTestId(testIds.readOnly.banner), title).toContainText(proxy?.file ?? '?');
      }
      await expectAccessible(page, `${title} while the policy is a file`, theme);
    }
    for (const link of LINKS_TO_CHANGES) {
      await page.goto(link);
      await settle(page);
      await expect.soft(page.getByRole('button', { name: CHANGES }), link).toHaveCount(0);
      await expect.soft(page.locator('form:visible'), link).toHaveCount(0);
      await expectAccessible(page, `${link} while the policy is a file`, theme);
    }
    await new MappingsPage(page).open();
    await picture(page, `read-only-${theme}`);
  });
}
