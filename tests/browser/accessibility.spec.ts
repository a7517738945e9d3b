import { PATHS } from '../../src/constants';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage, settle } from './pages/appPages';
import { ConfigurationPage } from './pages/ConfigurationPage';
import { MappingsPage } from './pages/MappingsPage';

const EXPLAIN = { path: PATHS.explain, title: 'Who sees what' };
const EDITORS: ReadonlyArray<{ title: string; path: string; search?: string; button?: string }> = [
  { title: 'Tenants', path: PATHS.tenants, search: '?add=' },
  { title: 'Tenants', path: PATHS.tenants, button: 'Find existing tenants' },
  { title: 'Credentials', path: PATHS.credentials, button: 'Create credential' },
  { title: 'Data sources', path: PATHS.dataSource, button: 'Add data source' },
];
const THEMES = ['dark', 'light'] as const;

for (const theme of THEMES) {
  test(`axe finds nothing wrong with any page, ${theme}`, async ({ pageOf }) => {
    test.setTimeout(180_000);
    const page = await pageOf('carol', theme);
    for (const appPage of APP_PAGES) {
      await openAppPage(page, appPage);
      await expectAccessible(page, appPage.title, theme);
    }
    for (const search of ['?issuer=test&id=u-bob&email=bob@globex.example', '?issuer=test&id=nobody', '?tenant=acme']) {
      await openAppPage(page, EXPLAIN, search);
      await expectAccessible(page, `Who sees what, asked about ${search}`, theme);
    }
    await new ConfigurationPage(page).open();
    await settle(page);
    await expectAccessible(page, 'Configuration', theme);
  });

  test(`axe finds nothing wrong with an open editor and a review, ${theme}`, async ({ pageOf }) => {
    test.slow();
    const page = await pageOf('carol', theme);
    const mappings = new MappingsPage(page);
    await mappings.open();
    await mappings.edit('acme-developers');
    await settle(page);
    await expectAccessible(page, 'the editor of a mapping', theme);
    for (const { title, path, search, button } of EDITORS) {
      await openAppPage(page, { title, path }, search);
      if (button !== undefined) {
        await page.getByRole('button', { name: button }).first().click();
      }
      await expect(page.getByRole('dialog')).toBeVisible();
      await settle(page);
      await expectAccessible(page, `what ${button ?? search} opens on ${title}`, theme);
    }
    await mappings.open();
    await mappings.remove('globex');
    await expect(mappings.draftBar).toBeVisible();
    await expectAccessible(page, 'Mappings with a draft', theme);
    await mappings.review();
    await settle(page);
    await expectAccessible(page, 'the review', theme);
  });

  test(`axe finds nothing wrong with pages that have nothing to show, ${theme}`, async ({ pageOf, policy }) => {
    test.slow();
    await policy.publish({ tenants: [], mappings: [] }, 'Nothing yet');
    const page = await pageOf('carol', theme);
    for (const appPage of APP_PAGES.filter(({ name }) =>
      ['overview', 'mappings', 'tenants', 'publish', 'explain'].includes(name)
    )) {
      await openAppPage(page, appPage);
      await expectAccessible(page, `${appPage.title} without anything`, theme);
    }
  });
}
