import type { Locator, Page } from '@playwright/test';
import { openAppPage } from './appPages';

/** The app's page about the data sources of this Grafana. */
export class DataSourcesPage {
  public readonly changes: Locator;

  public constructor(private readonly page: Page) {
    this.changes = page.getByRole('dialog').getByRole('table', { name: 'What changes' });
  }

  public async open(): Promise<void> {
    await openAppPage(this.page, { path: '/a/gatehouse-tenancy-app/data-source', title: 'Data sources' });
  }

  public card(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** Asks for a repair, and shows what it would change. */
  public async startRepair(name: string, problem: string): Promise<void> {
    await this.card(name)
      .getByRole('button', { name: `Repair ${name}: ${problem}` })
      .click();
    await this.changes.waitFor();
  }

  public async answer(button: 'Repair' | 'Cancel'): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
    await this.changes.waitFor({ state: 'detached' });
  }
}
