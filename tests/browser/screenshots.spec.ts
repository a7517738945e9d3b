import path from 'node:path';
import { test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';

const IMAGES = path.join(__dirname, '../../docs/img');

for (const [theme, file] of [
  ['dark', 'mappings.png'],
  ['light', 'mappings-light.png'],
] as const) {
  test(`the Mappings page with the demo policy, ${theme}`, async ({ pageOf }) => {
    const page = await pageOf('carol');
    await page.addInitScript((name) => localStorage.setItem('grafana.theme', name), theme);
    await new MappingsPage(page).open();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path.join(IMAGES, file), animations: 'disabled' });
  });
}
