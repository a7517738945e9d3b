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
    const review = await first.review();
    await review.comment('Developers also operate');
    await review.submit();
    await expect(first.published).toBeVisible();
  });

  await test.step('the second is told who was faster, and loads that', async () => {
    const review = await second.review();
    await review.comment('Globex has left');
    await review.submit();
    await expect(review.conflict).toContainText('Developers also operate');
    await picture(secondPage, 'conflict-1-told');
    await review.loadTheirs();
    await review.backToMappings();
  });

  await test.step('what both changed is asked, the rest of the draft is kept', async () => {
    await expect(second.row('globex')).toContainText('Removed');
    await expect(second.conflicts).toContainText('acme-developers');
    await picture(secondPage, 'conflict-2-asked');
    const review = await second.review();
    await review.conflicts.getByRole('button', { name: 'Keep mine: mapping acme-developers' }).click();
    await review.comment('Globex has left');
    await review.submit();
    await expect(second.published).toBeVisible();
  });

  const { policy: published } = await policy.read();
  expect(JSON.stringify(published)).toContain('{team=\\"shared\\"}');
  expect(JSON.stringify(published)).not.toContain('{team=\\"ops\\"}');
  expect(published.mappings).toHaveLength(2);
});
