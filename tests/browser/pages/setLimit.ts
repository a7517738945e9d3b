import type { Locator } from '@playwright/test';

/**
 * Types a limit in an editor; unfolds the limits before, when they are folded.
 *
 * @param of the group, for example "Limits of grant 1"
 * @param limit the input's label
 */
export async function setLimit(editor: Locator, of: string, limit: string, value: string): Promise<void> {
  const group = editor.getByRole('group', { name: of });
  const unfold = group.getByRole('button', { name: of });
  await unfold.waitFor();
  if ((await unfold.getAttribute('aria-expanded')) === 'false') {
    await unfold.click();
  }
  await group.getByLabel(limit).fill(value);
}
