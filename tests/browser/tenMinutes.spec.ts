import { test as base, expect } from '@playwright/test';
import path from 'node:path';
import type { Installation } from '../../dev/demo/installation';
import { PATHS } from '../../src/constants';
import { testIds } from '../../src/testIds';
import type { PersonName } from './environment';
import { startFreshStack } from './freshStack';
import { settle } from './pages/appPages';
import { ConfigurationPage } from './pages/ConfigurationPage';
import { ExplorePage } from './pages/ExplorePage';
import { LoginPage } from './pages/LoginPage';
import { MappingsPage } from './pages/MappingsPage';
import { ofTeams } from './pages/QueryAnswer';
import { TenantsPage } from './pages/TenantsPage';

const SCREENSHOTS = path.join(__dirname, '../../artifacts/screenshots');

const test = base.extend<object, { installation: Installation }>({
  installation: [
    async ({}, use) => {
      const stack = await startFreshStack();
      await use(stack);
      await stack.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

test('in ten minutes, from a Grafana that knows no proxy to the proof why bob sees nothing', async ({
  browser,
  installation,
}) => {
  test.skip(process.env.GATEHOUSE_TEST_GRAFANA_KIND !== 'emulated', 'a real Grafana is connected already');
  test.setTimeout(300_000);
  let pictures = 0;
  const windowOf = async (name: PersonName) => {
    const context = await browser.newContext({ baseURL: installation.grafanaUrl });
    const page = await context.newPage();
    await new LoginPage(page).signIn({ user: name, password: name });
    return page;
  };
  const carol = await windowOf('carol');
  const picture = async (name: string, page = carol) => {
    await settle(page);
    pictures += 1;
    const file = `story-${String(pictures).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: path.join(SCREENSHOTS, file), animations: 'disabled' });
  };
  const mappings = new MappingsPage(carol);

  await test.step('carol opens the app, which knows no proxy yet', async () => {
    await carol.goto('/a/gatehouse-tenancy-app');
    await expect(carol.getByRole('link', { name: /configuration|connect/i }).last()).toBeVisible();
    await picture('not-connected');
  });

  await test.step('she connects it on Configuration', async () => {
    const configuration = new ConfigurationPage(carol);
    await configuration.open();
    await configuration.save({ proxyUrl: installation.adminUrl, adminToken: installation.adminToken });
    expect(await configuration.test()).toMatch(/^connected/);
    await picture('connected');
  });

  await test.step('Overview says what to do next', async () => {
    await carol.goto(PATHS.overview);
    await expect.soft(carol.getByRole('region', { name: 'Next steps' })).toContainText('Add a tenant');
    await picture('next-steps');
  });

  const alice = await windowOf('alice');
  const bob = await windowOf('bob');
  await test.step('alice and bob see nothing yet', async () => {
    for (const page of [alice, bob]) {
      expect(await new ExplorePage(page).run('cluster')).toMatchObject({ status: 403 });
    }
    await picture('alice-before', alice);
  });

  await test.step('carol finds what is in the cluster already, and calls it acme', async () => {
    const tenants = new TenantsPage(carol);
    await tenants.find('cluster');
    await tenants.nameFound('account 1, project 0', 'acme');
    await picture('tenant-found');
    await tenants.addFound();
    await expect(tenants.row('acme')).toBeVisible();
  });

  await test.step('she maps the developers to it, with a filter put together by choosing', async () => {
    await carol.goto(`${PATHS.mappings}?add=`);
    const { editor } = mappings;
    await editor.form.waitFor();
    await editor.name.fill('acme-developers');
    await editor.addPrincipal('Group', 'acme-dev');
    await editor.chooseTenant('acme');
    await editor.form.getByRole('button', { name: 'Add filter to grant 1' }).click();
    await editor.chooseMatcher({ label: 'team', operator: '=', values: ['dev'] });
    await expect(editor.seriesCount(1)).toContainText('of 270');
    await picture('filter-builder');
    await editor.save();
    await expect(mappings.row('acme-developers')).toContainText('group:acme-dev');
    await picture('draft');
  });

  await test.step('the review says that alice gains something, before anything holds', async () => {
    const review = await mappings.review();
    await expect(review.impact).toContainText('alice@acme.example');
    await review.comment('Developers see the series of their team');
    await picture('review');
    expect(await new ExplorePage(alice).run('cluster')).toMatchObject({ status: 403 });
    await review.submit();
    await expect(mappings.published).toBeVisible();
    await picture('published');
  });

  await test.step('alice sees exactly her series', async () => {
    expect(await new ExplorePage(alice).run('cluster')).toEqual(ofTeams('dev'));
    await picture('alice-after', alice);
  });

  await test.step('why bob sees nothing', async () => {
    expect(await new ExplorePage(bob).run('cluster')).toMatchObject({ status: 403 });
    await carol.goto(PATHS.explain);
    await carol.getByRole('combobox', { name: 'Person' }).click();
    await carol.getByRole('option').filter({ hasText: 'bob' }).first().click();
    await expect(carol.getByRole('heading', { name: /No mapping names .*bob/i })).toBeVisible();
    await picture('why-bob-sees-nothing');
  });

  await test.step('Overview has nothing left to do but this', async () => {
    await carol.goto(PATHS.overview);
    await expect(carol.getByTestId(testIds.states.failure)).toHaveCount(0);
    await picture('overview');
  });
});
