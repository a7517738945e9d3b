import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';

test('a draft survives a reload of the page, and discarding it leaves what is published', async ({ pageOf }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  await mappings.remove('globex');
  await expect(mappings.row('globex')).toContainText('Removed');

  await page.reload();
  await expect(mappings.row('globex')).toContainText('Removed');
  await expect(mappings.draftBar).toContainText('1 unpublished change');

  await mappings.discard();
  await expect(mappings.row('globex')).not.toContainText('Removed');
});

test('a removal is undone with one click', async ({ pageOf, picture }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  await mappings.remove('globex');
  await expect(mappings.row('globex')).toContainText('Removed');
  await picture(page, 'draft-removed');

  await mappings.undo.click();
  await expect(mappings.row('globex')).not.toContainText('Removed');
  await expect(page.getByText('unpublished change')).toHaveCount(0);
});

test('the search finds mappings by principal, tenant and filter', async ({ pageOf, picture }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  for (const [words, name] of [
    ['bob@globex', 'globex'],
    ['team="dev"', 'acme-developers'],
    ['group platform', 'platform-team'],
  ] as const) {
    await mappings.search.fill(words);
    await expect(mappings.count).toHaveText('1 of 3 mappings');
    await expect(mappings.row(name)).toBeVisible();
  }
  await mappings.search.fill('nobody');
  await expect(mappings.count).toHaveText('0 of 3 mappings');
  await picture(page, 'mappings-no-hits');
});
