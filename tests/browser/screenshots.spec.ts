import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { STORY_POLICY } from '../../dev/story';
import type { PageName } from '../../src/constants';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage, settle } from './pages/appPages';
import { ConfigurationPage } from './pages/ConfigurationPage';
import { MappingsPage } from './pages/MappingsPage';
import type { PolicyControl } from './policyControl';

/*
 * The pictures of the documentation: every page as `<page>-<theme>-<width>.png`; and of those the ones that Grafana's catalog shows.
 */
const IMAGES = path.join(__dirname, '../../docs/img');
const CATALOG = path.join(__dirname, '../../src/img');
const IN_CATALOG = ['mappings', 'publish', 'explain'];
const WIDTHS = [1440, 1024] as const;
const HEIGHT = 900;

async function picturesOf(page: Page, name: string, theme: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await settle(page);
    // Charts are drawn anew in their new size.
    await page.waitForTimeout(500);
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${name} fits into ${width} px`)
      .toBeLessThanOrEqual(width);
    await page.screenshot({ path: path.join(IMAGES, `${name}-${theme}-${width}.png`), animations: 'disabled' });
  }
}

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
/** What is asked about, beside the page itself. */
const SEARCHES: Readonly<Partial<Record<PageName, string>>> = {
  explain: '?issuer=test&id=u-bob&email=bob@globex.example&group=globex-ops&query=checkout_orders_total',
};

/** A history as there may be one, and machines that have credentials. */
async function liveSomeLife({ carol, policy }: { carol: APIRequestContext; policy: PolicyControl }): Promise<void> {
  const { mappings = [] } = STORY_POLICY;
  await policy.publish({ ...STORY_POLICY, mappings: mappings.slice(2) }, 'The platform team sees both companies');
  await policy.publish({ ...STORY_POLICY, mappings: mappings.slice(1) }, 'Bob operates Globex');
  await policy.publish(STORY_POLICY, 'Developers of Acme see the series of their team');
  for (const [name, comment] of [
    ['vmagent-acme', 'Writes the metrics of Acme’s clusters'],
    ['alert-rules', 'Rules of this Grafana, which come without a person'],
  ]) {
    const headers = { 'Idempotency-Key': `for-the-pictures-${name}` };
    await carol.post(`${ADMIN}/credentials`, { headers, data: { name, comment } });
  }
}

for (const theme of ['dark', 'light'] as const) {
  test(`every page, ${theme}`, async ({ pageOf, queriesOn, carol, policy }) => {
    test.setTimeout(300_000);
    await liveSomeLife({ carol, policy });
    // Something has happened, so that there is something to show.
    for (const person of ['alice', 'bob', 'mallory'] as const) {
      const queries = queriesOn(await pageOf(person));
      await queries.run('cluster');
      await queries.run('single');
    }
    const page = await pageOf('carol', theme);
    for (const appPage of APP_PAGES.filter(({ name }) => name !== 'publish')) {
      await openAppPage(page, appPage, SEARCHES[appPage.name]);
      await picturesOf(page, appPage.name, theme);
    }
    await new ConfigurationPage(page).open();
    await picturesOf(page, 'configuration', theme);

    const mappings = new MappingsPage(page);
    await mappings.open();
    await mappings.edit('acme-developers');
    await picturesOf(page, 'mapping-editor', theme);
    await page.keyboard.press('Escape');
    await mappings.remove('globex');
    const review = APP_PAGES.find(({ name }) => name === 'publish');
    if (review !== undefined) {
      await openAppPage(page, review);
      await picturesOf(page, 'publish', theme);
    }
    if (theme === 'dark') {
      for (const name of IN_CATALOG) {
        await copyFile(path.join(IMAGES, `${name}-dark-1440.png`), path.join(CATALOG, `${name}.png`));
      }
    }
  });
}
