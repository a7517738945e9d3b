import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';
import { setLimit } from './setLimit';

/** The app's page with all tenants. */
export class TenantsPage {
  public readonly table: Locator;
  public readonly editor: Locator;

  public constructor(private readonly page: Page) {
    this.table = page.getByTestId(testIds.tenants.table);
    this.editor = page.getByTestId(testIds.tenants.editor);
  }

  public async open(): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/tenants');
    await this.table.waitFor();
  }

  public row(name: string): Locator {
    return this.page.getByTestId(testIds.tenants.row(name));
  }

  /** Sets a limit that everybody who uses the tenant shares, in the draft. */
  public async limit(tenant: string, limit: string, value: string): Promise<void> {
    await this.row(tenant)
      .getByRole('button', { name: `Edit ${tenant}` })
      .click();
    await setLimit(this.editor, 'Limits of the tenant', limit, value);
    await this.page.getByTestId(testIds.tenants.save).click();
    await this.editor.waitFor({ state: 'detached' });
  }
}
