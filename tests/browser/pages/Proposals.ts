import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';

/** The changes that wait for a second person, above the lists of every page that edits the policy. */
export class Proposals {
  public readonly all: Locator;
  public readonly outcome: Locator;
  /** The question before a decision. */
  public readonly question: Locator;

  public constructor(private readonly page: Page) {
    this.all = page.getByTestId(testIds.proposals.list).getByRole('article');
    this.outcome = page.getByTestId(testIds.proposals.outcome);
    this.question = page.getByRole('dialog');
  }

  public withComment(comment: string): Locator {
    return this.all.filter({ hasText: comment });
  }

  /** Opens the question before a decision about the proposal with a comment. */
  public async start(decision: 'Approve' | 'Reject' | 'Withdraw', comment: string): Promise<void> {
    await this.withComment(comment)
      .getByRole('button', { name: `${decision}…` })
      .click();
    await this.question.waitFor();
  }

  public async decide(decision: 'Approve' | 'Reject' | 'Withdraw', comment: string): Promise<void> {
    await this.start(decision, comment);
    await this.question.getByRole('button', { name: decision, exact: true }).click();
    await this.question.waitFor({ state: 'detached' });
  }
}
