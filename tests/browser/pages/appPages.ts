import { expect, type Page } from '@playwright/test';
import { PATHS, type PageName } from '../../../src/constants';
import { testIds } from '../../../src/testIds';

export interface AppPage {
  name: PageName;
  path: string;
  title: string;
}

const TITLES: Readonly<Record<PageName, string>> = {
  overview: 'Overview',
  mappings: 'Mappings',
  tenants: 'Tenants',
  settings: 'Policy settings',
  publish: 'Review and publish',
  explain: 'Who sees what',
  activity: 'Activity',
  history: 'History',
  credentials: 'Credentials',
  dataSource: 'Data sources',
};

/** Every page of the app itself; the configuration is a page of Grafana's. */
export const APP_PAGES: readonly AppPage[] = (Object.keys(TITLES) as PageName[]).map((name) => ({
  name,
  path: PATHS[name],
  title: TITLES[name],
}));

/** Opens a page of the app and waits until everything that it shows at first is there. */
export async function openAppPage(
  page: Page,
  { path, title }: Pick<AppPage, 'path' | 'title'>,
  search = ''
): Promise<void> {
  await page.goto(path + search);
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await settle(page);
}

/** Waits until nothing loads any more. */
export async function settle(page: Page): Promise<void> {
  // Backends are asked for some of it.
  await expect(page.getByTestId(testIds.states.loading)).toHaveCount(0, { timeout: 30_000 });
  await page.waitForLoadState('networkidle');
}
