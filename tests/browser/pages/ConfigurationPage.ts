import type { Download, Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';

/** The app's configuration page among Grafana's plugins. */
export class ConfigurationPage {
  public readonly proxyUrl: Locator;
  public readonly adminToken: Locator;
  public readonly result: Locator;
  /** The policy as a file. */
  public readonly transfer: Locator;
  /** What makes a draft of an imported file. */
  public readonly makeDraft: Locator;

  public constructor(private readonly page: Page) {
    this.proxyUrl = page.getByTestId(testIds.configuration.proxyUrl);
    this.adminToken = page.getByTestId(testIds.configuration.adminToken);
    this.result = page.getByTestId(testIds.configuration.result);
    this.transfer = page.getByRole('region', { name: 'Import and export' });
    this.makeDraft = this.transfer.getByRole('button', { name: 'Make it the draft and review' });
  }

  public async open(): Promise<void> {
    await this.page.goto('/plugins/gatehouse-tenancy-app?page=configuration');
    await this.proxyUrl.waitFor();
  }

  /** What is said about one backend. */
  public backend(name: string): Locator {
    return this.page.getByTestId(testIds.configuration.backend(name));
  }

  /** Saves what is given; the page loads anew afterwards. */
  public async save({ proxyUrl, adminToken }: { proxyUrl?: string; adminToken?: string }): Promise<void> {
    if (proxyUrl !== undefined) {
      await this.proxyUrl.fill(proxyUrl);
    }
    if (adminToken !== undefined) {
      const reset = this.page.getByRole('button', { name: 'Reset' });
      if (await reset.isVisible()) {
        await reset.click();
      }
      await this.adminToken.fill(adminToken);
    }
    const reloaded = this.page.waitForEvent('load');
    await this.page.getByTestId(testIds.configuration.save).click();
    await reloaded;
    await this.proxyUrl.waitFor();
  }

  public async exportPolicy(): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.transfer.getByRole('button', { name: 'Export policy' }).click();
    return download;
  }

  /** Chooses a file of this content; nothing comes of it yet. */
  public async importPolicy(name: string, content: string): Promise<void> {
    await this.transfer
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  }

  /** Tests the connection once more. @returns the stable code of the outcome */
  public async test(): Promise<string> {
    const button = this.page.getByTestId(testIds.configuration.test).filter({ hasText: 'Test connection' });
    const asked = this.page.waitForResponse((response) => response.url().endsWith('/admin/status'));
    await button.click();
    await asked;
    await button.waitFor();
    const outcome = this.result.locator('[data-code]');
    await outcome.waitFor();
    return (await outcome.getAttribute('data-code')) ?? '';
  }
}
