import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';

/** The drawer with the last look at the changes before they hold. */
export class PublishDrawer {
  public readonly form: Locator;
  public readonly changes: Locator;
  public readonly conflict: Locator;

  public constructor(private readonly page: Page) {
    this.form = page.getByTestId(testIds.publish.drawer);
    this.changes = page.getByTestId(testIds.publish.change);
    this.conflict = page.getByTestId(testIds.publish.conflict);
  }

  public async comment(text: string): Promise<void> {
    await this.page.getByTestId(testIds.publish.comment).fill(text);
  }

  /** The way on from a conflict. */
  public async loadTheirs(): Promise<void> {
    await this.conflict.getByRole('button', { name: 'Load theirs and keep my changes' }).click();
    await this.form.waitFor({ state: 'detached' });
  }

  public async submit(): Promise<void> {
    await this.page.getByTestId(testIds.publish.submit).click();
  }
}
