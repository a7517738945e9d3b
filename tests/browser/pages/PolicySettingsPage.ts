import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';

/** The app's page with the settings of the policy. */
export class PolicySettingsPage {
  public readonly approvals: Locator;

  public constructor(private readonly page: Page) {
    this.approvals = page.getByTestId(testIds.policySettings.setting('approvals'));
  }

  public async open(): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/settings');
    await this.approvals.waitFor();
  }

  public async requireApproval(): Promise<void> {
    await this.approvals.getByRole('radio', { name: /only when a second person/ }).check();
  }
}
