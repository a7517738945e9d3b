import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';

const MAPPINGS = 10_000;

// It is to be measured how long it takes, however long that is.
test.use({ actionTimeout: 60_000 });

declare global {
  interface Window {
    /** How long the page did not answer, each time that it was for more than 50 ms. */
    longTasks: number[];
  }
}

/** Does something and tells how long it took, and for how long the page did not answer meanwhile, in milliseconds. */
async function measure(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = [];
  });
  const start = Date.now();
  await act();
  const took = Date.now() - start;
  const tasks = await page.evaluate(() => window.longTasks);
  const sum = Math.round(tasks.reduce((total, task) => total + task, 0));
  const longest = Math.round(Math.max(0, ...tasks));
  process.stdout.write(
    `${what}: ${took} ms; ${tasks.length} long tasks, ${sum} ms together, the longest ${longest} ms\n`
  );
}

test('a list of 10,000 mappings', async ({ pageOf, policy }) => {
  test.setTimeout(300_000);
  const tenants = Array.from({ length: 100 }, (_, tenant) => ({
    name: `tenant-${tenant}`,
    backend: 'cluster',
    account: tenant + 1,
  }));
  const mappings = Array.from({ length: MAPPINGS }, (_, mapping) => ({
    name: `mapping-${mapping}`,
    principals: [`group:team-${mapping}`, `user:person-${mapping}@example.com`],
    grants: [{ tenant: `tenant-${mapping % 100}`, access: 'read', filters: [`{team="team-${mapping}"}`] }],
  }));
  await policy.publish({ tenants, mappings }, 'Ten thousand mappings');

  const page = await pageOf('carol');
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask', buffered: true });
  });
  const list = new MappingsPage(page);
  await page.goto('/');
  await measure(page, 'open the page', () => list.open());
  await measure(page, 'open it again', () => list.open());
  await expect(list.count).toContainText('10,000');
  await list.table.hover();
  await measure(page, 'scroll 200 screens', async () => {
    for (let screen = 0; screen < 200; screen += 1) {
      await page.mouse.wheel(0, 800);
    }
    await page.waitForTimeout(500);
  });
  await measure(page, 'type a search of 12 letters', async () => {
    await list.search.pressSequentially('mapping-9999');
    await expect(list.count).toContainText('1 of');
  });
  await measure(page, 'clear the search', async () => {
    await list.search.fill('');
    await expect(list.count).not.toContainText('1 of');
  });
  await measure(page, 'sort by name', async () => {
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await expect(list.row('mapping-9999').or(list.row('mapping-0')).first()).toBeVisible();
  });
});
