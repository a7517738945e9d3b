import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { expect, test } from './fixtures';
import { openAppPage } from './pages/appPages';

const GERMAN = path.join(__dirname, '../../src/locales/de-DE/gatehouse-tenancy-app.json');
const textsSchema = z.object({ pages: z.object({ mappings: z.object({ title: z.string() }) }) });

test('somebody who reads German gets German pages, and English ones back', async ({ pageOf, environment }) => {
  test.skip(!environment.isEmulated, 'the menu is the emulated Grafana’s');
  const { title } = textsSchema.parse(JSON.parse(await readFile(GERMAN, 'utf8'))).pages.mappings;
  const page = await pageOf('carol');
  await openAppPage(page, { path: '/a/gatehouse-tenancy-app/mappings', title: 'Mappings' });

  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de-DE');

  await openAppPage(page, { path: '/a/gatehouse-tenancy-app/mappings', title: 'Mappings' }, '?lang=en-US');
});
