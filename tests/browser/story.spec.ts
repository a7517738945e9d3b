import { expect, test } from './fixtures';
import { LoginPage } from './pages/LoginPage';
import { MappingsPage } from './pages/MappingsPage';
import { ofTeams } from './pages/QueryAnswer';

test('a mapping made by clicking decides what the next query shows, and its removal refuses it', async ({
  page,
  pageOf,
  queriesOn,
  environment,
  picture,
}) => {
  test.slow();
  const mallory = await pageOf('mallory');

  await test.step('before: mallory is refused, and Explore shows why', async () => {
    const answer = await queriesOn(mallory).run('cluster');
    expect(answer).toEqual({ status: 403, reason: expect.stringMatching(/mapping/i) });
    await picture(mallory, 'story-1-mallory-refused');
  });

  const mappings = new MappingsPage(page);
  await test.step('carol logs in through the identity provider and opens Mappings', async () => {
    await new LoginPage(page).signIn(environment.credentials('carol'));
    await mappings.open();
    await expect(mappings.row('acme-developers')).toBeVisible();
    await picture(page, 'story-2-mappings');
  });

  await test.step('she adds a mapping for mallory', async () => {
    const editor = await mappings.startAdding();
    await editor.name.fill('mallory-shared');
    await editor.addPrincipal('User', 'mallory@evil.example');
    await editor.chooseTenant('acme');
    await editor.addFilter('{team="shared"}');
    await picture(page, 'story-3-editor');
    await editor.save();
    await expect(mappings.row('mallory-shared')).toContainText('user:mallory@evil.example');
    await picture(page, 'story-4-draft');
  });

  await test.step('a draft changes nothing', async () => {
    expect(await queriesOn(mallory).run('cluster')).toMatchObject({ status: 403 });
  });

  await test.step('she publishes it with a comment', async () => {
    const review = await mappings.review();
    await expect(review.changes).toHaveText(/Add mapping mallory-shared/);
    await review.comment('Mallory may see what is shared');
    await picture(page, 'story-5-publish');
    await review.submit();
    await expect(mappings.published).toBeVisible();
    await picture(page, 'story-6-published');
  });

  await test.step('after: mallory sees the shared team and nothing else', async () => {
    expect(await queriesOn(mallory).run('cluster')).toEqual(ofTeams('shared'));
    await picture(mallory, 'story-7-mallory-sees-shared');
    expect(await queriesOn(mallory).run('single')).toMatchObject({ status: 403 });
  });

  await test.step('carol removes it and publishes; the next query is refused', async () => {
    await mappings.publishPage.backToMappings();
    await mappings.remove('mallory-shared');
    const review = await mappings.review();
    await expect(review.changes).toHaveText(/Remove mapping mallory-shared/);
    await review.comment('Mallory has left');
    await review.submit();
    await expect(mappings.published).toBeVisible();
    expect(await queriesOn(mallory).run('cluster')).toMatchObject({ status: 403 });
    await picture(mallory, 'story-8-mallory-refused-again');
  });
});

test.describe('the same question to the same data source', () => {
  const ANSWERS = [
    { person: 'alice', teams: ['dev'] },
    { person: 'bob', teams: ['finance', 'ops'] },
    { person: 'carol', teams: ['dev', 'finance', 'ops', 'shared'] },
  ] as const;

  for (const { person, teams } of ANSWERS) {
    test(`shows ${person} the teams ${teams.join(', ')}`, async ({ pageOf, queriesOn, picture }) => {
      const page = await pageOf(person);
      const queries = queriesOn(page);
      expect(await queries.run('cluster')).toEqual(ofTeams(...teams));
      await picture(page, `explore-${person}`);
      expect(await queries.run('cluster', 'count(checkout_orders_total{team="canary"})')).toEqual({ series: [] });
    });
  }
});
