import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';
import { ofTeams } from './pages/QueryAnswer';
import { TenantsPage } from './pages/TenantsPage';

test('a limit of a grant holds for each person, and its text stands where the answer would', async ({
  pageOf,
  queriesOn,
  policy,
  picture,
}) => {
  test.slow();
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();

  await test.step('carol limits what developers may ask of acme', async () => {
    const editor = await mappings.edit('acme-developers');
    await editor.limitGrant('Requests per minute', '2');
    await editor.limitGrant('Longest range', '30 days');
    await editor.submit();
    await expect(editor.form).toContainText('Use a duration such as 12h or 30d');
    await picture(page, 'limits-1-wrong');
    await editor.limitGrant('Longest range', '30d');
    await editor.save();
    await expect(mappings.row('acme-developers')).toContainText('each person: 2/min, range 30d');
    await picture(page, 'limits-2-listed');
  });

  await test.step('the review says it in words', async () => {
    const review = await mappings.review();
    await expect(review.changes).toContainText('each person at most 2 requests a minute, over at most 30d');
    await review.comment('Dashboards refresh too often');
    await review.submit();
    await expect(mappings.published).toBeVisible();
    expect(JSON.stringify(await policy.read())).toContain('"limits":{"requestsPerMinute":2,"maxRange":"30d"}');
  });

  await test.step('alice may ask twice; then Explore shows the limit', async () => {
    const alice = await pageOf('alice');
    const queries = queriesOn(alice);
    expect(await queries.run('cluster')).toEqual(ofTeams('dev'));
    expect(await queries.run('cluster')).toEqual(ofTeams('dev'));
    expect(await queries.run('cluster')).toEqual({
      status: 429,
      reason: expect.stringMatching(/you may make at most 2 requests a minute/),
    });
    await picture(alice, 'limits-3-refused');
    expect(await queries.run('single')).toEqual(ofTeams('dev'));
  });
});

test('a limit of a tenant is shared by everybody who uses it', async ({ pageOf, queriesOn, picture }) => {
  test.slow();
  const page = await pageOf('carol');
  const tenants = new TenantsPage(page);
  await tenants.open();
  await tenants.limit('globex', 'Requests per minute', '2');
  await expect(tenants.row('globex')).toContainText('all together: 2/min');
  await picture(page, 'limits-4-tenant');
  await new MappingsPage(page).publish('Globex pays for two requests a minute');

  const [bob, carol] = [queriesOn(await pageOf('bob')), queriesOn(page)];
  expect(await bob.run('cluster')).toEqual(ofTeams('finance', 'ops'));
  expect(await carol.run('cluster')).toEqual(ofTeams('dev', 'finance', 'ops', 'shared'));
  expect(await bob.run('cluster')).toEqual({
    status: 429,
    reason: expect.stringMatching(/all users of the tenant globex together may make at most 2 requests a minute/),
  });
});
