import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';
import path from 'node:path';
import { readEnvironment, type Environment, type PersonName } from './environment';
import { DataSourceProxy } from './pages/DataSourceProxy';
import { ExplorePage } from './pages/ExplorePage';
import { LoginPage } from './pages/LoginPage';
import type { Queries } from './pages/QueryAnswer';
import { createPolicyControl, type PolicyControl } from './policyControl';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface TestFixtures {
  /** A page of somebody who is logged in, in a browser of their own. */
  pageOf: (person: PersonName) => Promise<Page>;
  /** The way that the person of a page asks data sources. */
  queriesOn: (page: Page) => Queries;
  /** Requests with carol's session, for what happens beside the page under test. */
  carol: APIRequestContext;
  /** The published policy. Every test starts with the demo policy. */
  policy: PolicyControl;
  /** Keeps a screenshot as output of the test run. */
  picture: (page: Page, name: string) => Promise<void>;
}

interface WorkerFixtures {
  environment: Environment;
  /** The cookies of somebody who logged in once, through the form. */
  sessionOf: (person: PersonName) => Promise<StorageState>;
}

const SCREENSHOTS = path.join(__dirname, '../../artifacts/screenshots');

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Playwright wants the first argument destructured, also where nothing is needed.
  environment: [async ({}, use) => use(readEnvironment()), { scope: 'worker' }],

  sessionOf: [
    async ({ browser, environment }, use) => {
      const states = new Map<PersonName, StorageState>();
      await use(async (person) => {
        const known = states.get(person);
        if (known !== undefined) {
          return known;
        }
        const context = await browser.newContext({ baseURL: environment.grafanaUrl });
        await new LoginPage(await context.newPage()).signIn(environment.credentials(person));
        const state = await context.storageState();
        states.set(person, state);
        await context.close();
        return state;
      });
    },
    { scope: 'worker' },
  ],

  baseURL: ({ environment }, use) => use(environment.grafanaUrl),

  pageOf: async ({ browser, baseURL, sessionOf }, use) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (person) => {
      const context = await browser.newContext({ baseURL, storageState: await sessionOf(person) });
      contexts.push(context);
      context.on('weberror', (error) => errors.push(String(error.error())));
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(errors, 'no script of a page fails').toEqual([]);
  },

  queriesOn: ({ environment }, use) =>
    use((page) => (environment.isEmulated ? new ExplorePage(page) : new DataSourceProxy(page))),

  carol: async ({ playwright, baseURL, sessionOf }, use) => {
    const carol = await playwright.request.newContext({ baseURL, storageState: await sessionOf('carol') });
    await use(carol);
    await carol.dispose();
  },

  policy: [
    async ({ carol }, use) => {
      const policy = createPolicyControl(carol);
      await policy.reset();
      await use(policy);
    },
    { auto: true },
  ],

  picture: async ({}, use) => {
    await use(async (page, name) => {
      // Icons come one by one.
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
    });
  },
});

export { expect };
