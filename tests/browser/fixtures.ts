import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';
import path from 'node:path';
import { isLocal, readEnvironment, type Environment, type AccountName } from './environment';
import { DataSourceProxy } from './pages/DataSourceProxy';
import { ExplorePage } from './pages/ExplorePage';
import { LoginPage } from './pages/LoginPage';
import type { Queries } from './pages/QueryAnswer';
import { createPolicyControl, type PolicyControl } from './policyControl';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface TestFixtures {
  /** A page of somebody who is logged in, in a browser of their own; asked again, the same person in another browser. */
  pageOf: (person: AccountName, theme?: 'dark' | 'light') => Promise<Page>;
  /** The way that the person of a page asks data sources. */
  queriesOn: (page: Page) => Queries;
  /** Requests with carol's session, for what happens beside the page under test. */
  carol: APIRequestContext;
  /** Requests with the session of the other administrator. */
  admin: APIRequestContext;
  /** The published policy. Every test starts with the demo policy. */
  policy: PolicyControl;
  /** Keeps a screenshot as output of the test run. */
  picture: (page: Page, name: string) => Promise<void>;
}

interface WorkerFixtures {
  environment: Environment;
  /** The cookies of somebody who logged in once, through the form. */
  sessionOf: (person: AccountName) => Promise<StorageState>;
  /** The browsers of that person. They live as long as the worker, since a new one compiles all scripts anew. */
  contextOf: (person: AccountName, window: number) => Promise<BrowserContext>;
}

const SCREENSHOTS = path.join(__dirname, '../../artifacts/screenshots');

/** Chromium's own word for every answer of 4xx and 5xx, and a hint of the module loader that Grafana brings. */
const NOT_OURS = /^Failed to load resource|SystemJS/;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Playwright wants the first argument destructured, also where nothing is needed.
  environment: [async ({}, use) => use(readEnvironment()), { scope: 'worker' }],

  sessionOf: [
    async ({ browser, environment }, use) => {
      const states = new Map<AccountName, StorageState>();
      await use(async (person) => {
        const known = states.get(person);
        if (known !== undefined) {
          return known;
        }
        const context = await browser.newContext({ baseURL: environment.grafanaUrl });
        const login = new LoginPage(await context.newPage());
        const credentials = environment.credentials(person);
        await (isLocal(person) ? login.signInByPassword(credentials, environment) : login.signIn(credentials));
        const state = await context.storageState();
        states.set(person, state);
        await context.close();
        return state;
      });
    },
    { scope: 'worker' },
  ],

  baseURL: ({ environment }, use) => use(environment.grafanaUrl),

  contextOf: [
    async ({ browser, environment, sessionOf }, use) => {
      const contexts = new Map<string, BrowserContext>();
      await use(async (person, window) => {
        const key = `${person} ${window}`;
        const context =
          contexts.get(key) ??
          (await browser.newContext({ baseURL: environment.grafanaUrl, storageState: await sessionOf(person) }));
        contexts.set(key, context);
        return context;
      });
      await Promise.all([...contexts.values()].map((context) => context.close()));
    },
    { scope: 'worker' },
  ],

  pageOf: async ({ contextOf, environment }, use) => {
    const opened: Array<{ person: AccountName; page: Page }> = [];
    const errors: string[] = [];
    await use(async (person, theme) => {
      const window = opened.filter((other) => other.person === person).length;
      const page = await (await contextOf(person, window)).newPage();
      if (theme !== undefined) {
        await page.addInitScript((name) => localStorage.setItem('grafana.theme', name), theme);
      }
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (environment.isEmulated && !NOT_OURS.test(message.text())) {
          errors.push(`console.${message.type()}: ${message.text()}`);
        }
      });
      opened.push({ person, page });
      return page;
    });
    for (const { page } of opened) {
      // Drafts are kept there; the next test starts without.
      await page.evaluate(() => localStorage.clear()).catch(() => {});
      await page.close();
    }
    expect(errors, 'no script of a page fails, and the console says nothing').toEqual([]);
  },

  queriesOn: ({ environment }, use) =>
    use((page) => (environment.isEmulated ? new ExplorePage(page) : new DataSourceProxy(page))),

  carol: async ({ playwright, baseURL, sessionOf }, use) => {
    const carol = await playwright.request.newContext({ baseURL, storageState: await sessionOf('carol') });
    await use(carol);
    await carol.dispose();
  },

  admin: async ({ playwright, baseURL, sessionOf }, use) => {
    const admin = await playwright.request.newContext({ baseURL, storageState: await sessionOf('admin') });
    await use(admin);
    await admin.dispose();
  },

  policy: [
    async ({ carol, admin }, use) => {
      const policy = createPolicyControl(carol, admin);
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
