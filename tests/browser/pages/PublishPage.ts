import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';

/** The page with the last look at the draft before it holds, and what came of it. */
export class PublishPage {
  public readonly form: Locator;
  public readonly changes: Locator;
  /** Who gains and who loses, in words. */
  public readonly impact: Locator;
  public readonly conflict: Locator;
  public readonly conflicts: Locator;
  public readonly published: Locator;
  public readonly proposed: Locator;

  public constructor(private readonly page: Page) {
    this.form = page.getByTestId(testIds.publish.form);
    this.changes = page.getByTestId(testIds.publish.change);
    this.impact = page.getByRole('region', { name: 'Who gains and who loses' });
    this.conflict = page.getByTestId(testIds.publish.conflict);
    this.conflicts = page.getByTestId(testIds.draft.conflicts);
    this.published = page.getByTestId(testIds.publish.done);
    this.proposed = page.getByTestId(testIds.publish.proposed);
  }

  public async comment(text: string): Promise<void> {
    await this.page.getByTestId(testIds.publish.comment).fill(text);
  }

  /** The way on from a conflict. */
  public async loadTheirs(): Promise<void> {
    await this.conflict.getByRole('button', { name: 'Load theirs and keep my changes' }).click();
    await this.conflict.waitFor({ state: 'detached' });
  }

  public async submit(): Promise<void> {
    await this.page.getByTestId(testIds.publish.submit).click();
  }

  /** From the draft, or from what came of it. */
  public async backToMappings(): Promise<void> {
    await this.page.getByRole('link', { name: /^(Keep editing|Back to the mappings)$/ }).click();
    await this.page.getByTestId(testIds.mappings.table).waitFor();
  }
}
