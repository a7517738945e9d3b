import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';

test('of two administrators the second is told, and keeps the own changes on top of the first’s', async ({
  pageOf,
  policy,
  picture,
}) => {
  test.slow();
  const [firstPage, secondPage] = [await pageOf('carol'), await pageOf('carol')];
  const [first, second] = [new MappingsPage(firstPage), new MappingsPage(secondPage)];
  await first.open();
  await second.open();

  await test.step('both change the same mapping, the second another one, too', async () => {
    await first.addFilterTo('acme-developers', '{team="ops"}');
    await second.addFilterTo('acme-developers', '{team="shared"}');
    await second.remove('globex');
  });

  await test.step('the first publishes', async () => {
    const drawer = await first.review();
    await drawer.comment('Developers also operate');
    await drawer.submit();
    await expect(first.published).toBeVisible();
  });

  await test.step('the second is told who was faster, and loads that', async () => {
    const drawer = await second.review();
    await drawer.comment('Globex has left');
    await drawer.submit();
    await expect(drawer.conflict).toContainText('Developers also operate');
    await picture(secondPage, 'conflict-1-told');
    await drawer.loadTheirs();
  });

  await test.step('what both changed is asked, the rest of the draft is kept', async () => {
    await expect(second.row('globex')).toContainText('Removed');
    await expect(second.conflicts).toContainText('acme-developers');
    await picture(secondPage, 'conflict-2-asked');
    await second.conflicts.getByRole('button', { name: 'Keep mine: mapping acme-developers' }).click();
    const drawer = await second.review();
    await drawer.comment('Globex has left');
    await drawer.submit();
    await expect(second.published).toBeVisible();
  });

  const { policy: published } = await policy.read();
  expect(JSON.stringify(published)).toContain('{team=\\"shared\\"}');
  expect(JSON.stringify(published)).not.toContain('{team=\\"ops\\"}');
  expect(published.mappings).toHaveLength(2);
});
