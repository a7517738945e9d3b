import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';

test('a link leads to a search, an order and an open editor', async ({ pageOf, environment }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  await mappings.search.fill('acme');
  await expect(page).toHaveURL(/\?q=acme$/);
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await mappings.edit('platform-team');
  await expect(page).toHaveURL(
    `${environment.grafanaUrl}/a/gatehouse-tenancy-app/mappings?q=acme&sort=-name&edit=platform-team`
  );

  const link = page.url();
  const other = await pageOf('carol');
  await other.goto(link);
  const followed = new MappingsPage(other);
  await expect(followed.editor.name).toHaveValue('platform-team');
  await expect(followed.search).toHaveValue('acme');
  await expect(followed.count).toHaveText('2 of 3 mappings');
  await expect(followed.table.locator('tbody tr').first()).toContainText('platform-team');
});

test('going back in the browser closes the editor, and asks first when something would be lost', async ({ pageOf }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await page.goto('/a/gatehouse-tenancy-app/tenants');
  await mappings.open();

  await mappings.edit('globex');
  await page.goBack();
  await expect(mappings.editor.form).toHaveCount(0);
  await expect(mappings.table).toBeVisible();

  await mappings.startAdding();
  await mappings.editor.name.fill('half-done');
  await page.goBack();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(mappings.editor.name).toHaveValue('half-done');
  await page.goBack();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(mappings.editor.form).toHaveCount(0);

  await mappings.edit('globex');
  await page.keyboard.press('Escape');
  await expect(mappings.editor.form).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/\/tenants$/);
});
