import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { APP_PAGES, openAppPage } from './pages/appPages';
import { MappingsPage } from './pages/MappingsPage';
import { testIds } from '../../src/testIds';

test('a mapping can be added and published with the keyboard alone', async ({ pageOf, policy }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();

  const tabTo = async (target: Locator) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) {
        return;
      }
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  };
  const { form } = mappings.editor;

  await tabTo(page.getByTestId(testIds.mappings.add));
  await page.keyboard.press('Enter');
  await expect(mappings.editor.name).toBeFocused();
  await page.keyboard.type('by-keyboard');
  await tabTo(form.getByLabel('principal to add'));
  await page.keyboard.type('group:contractors');
  await page.keyboard.press('Enter');
  await tabTo(form.locator('#grant-0-tenant'));
  await page.keyboard.type('globex-single');
  await page.getByRole('option').filter({ hasText: 'globex-single' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page.getByTestId(testIds.mappings.save));
  await page.keyboard.press('Enter');
  await expect(mappings.row('by-keyboard')).toContainText('group:contractors');

  await tabTo(page.getByTestId(testIds.draft.review));
  await page.keyboard.press('Enter');
  await tabTo(page.getByTestId(testIds.publish.comment));
  await page.keyboard.type('No mouse was used');
  await tabTo(page.getByTestId(testIds.publish.submit));
  await page.keyboard.press('Enter');
  await expect(mappings.published).toBeVisible();
  expect(await policy.read()).toMatchObject({ comment: 'No mouse was used' });
});

test('Escape closes the drawer, and asks first when something would be lost', async ({ pageOf }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();

  await mappings.startAdding();
  await page.keyboard.press('Escape');
  await expect(mappings.editor.form).toHaveCount(0);

  await mappings.startAdding();
  await mappings.editor.name.fill('half-done');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Discard what you entered?')).toBeVisible();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(mappings.editor.name).toHaveValue('half-done');
});

test('the keyboard stays where it was when a drawer closes or the pressed button goes away', async ({ pageOf }) => {
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  await mappings.open();
  const edit = mappings.row('globex').getByRole('button', { name: 'Edit globex' });

  await mappings.edit('globex');
  await page.keyboard.press('Escape');
  await expect(edit).toBeFocused();

  await mappings.edit('globex');
  await mappings.editor.form.getByText('Principals').click();
  await expect(mappings.editor.form.getByLabel('principal to add')).toBeFocused();
  await page.keyboard.type('group:contractors');
  await mappings.editor.form.getByRole('button', { name: 'Add principal' }).click();
  await expect(mappings.editor.form.getByLabel('principal to add')).toBeFocused();
  await mappings.editor.save();
  await expect(edit).toBeFocused();

  await mappings.row('globex').getByRole('button', { name: 'Remove globex' }).press('Enter');
  await expect(mappings.row('globex').getByRole('button', { name: 'Restore globex' })).toBeFocused();

  const review = await mappings.review();
  await expect(page.getByRole('heading', { name: 'What changes' }).locator('..')).toBeFocused();
  await review.backToMappings();
});

test('Tab leads into every page and out of it again, and shows where it is', async ({ pageOf }) => {
  test.slow();
  const page = await pageOf('carol');
  for (const appPage of APP_PAGES) {
    await openAppPage(page, appPage);
    await page.getByRole('button', { name: 'Profile' }).focus();
    let inside = 0;
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
        return { inMain: element?.closest('main') != null, hidden: width * height === 0, html: element?.outerHTML };
      });
      if (!focus.inMain && inside > 0) {
        break;
      }
      inside += focus.inMain ? 1 : 0;
      expect.soft(focus.inMain && focus.hidden, `${appPage.title}: ${focus.html?.slice(0, 200)} is seen`).toBe(false);
      expect(presses, `Tab leads out of ${appPage.title}`).toBeLessThan(199);
      if (!focus.inMain && presses > 3) {
        break;
      }
    }
  }
});
