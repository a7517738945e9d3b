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

  /** Opens the editor for a new tenant. */
  public async startAdding(): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/tenants?add=');
    await this.editor.waitFor();
  }

  /** Types what a tenant is called and where in the cluster it is. */
  public async fill({ name, title, account }: { name: string; title: string; account: string }): Promise<void> {
    await this.editor.getByRole('combobox', { name: 'Backend' }).click();
    await this.page.getByRole('option').filter({ hasText: 'cluster' }).first().click();
    await this.editor.getByRole('textbox', { name: /^Name/ }).fill(name);
    await this.editor.getByRole('textbox', { name: /^Title/ }).fill(title);
    await this.editor.getByRole('textbox', { name: /^Account/ }).fill(account);
  }

  public async save(): Promise<void> {
    await this.page.getByTestId(testIds.tenants.save).click();
    await this.editor.waitFor({ state: 'detached' });
  }

  /** Sets a limit that everybody who uses the tenant shares, in the draft. */
  public async limit(tenant: string, limit: string, value: string): Promise<void> {
    await this.row(tenant)
      .getByRole('button', { name: `Edit ${tenant}` })
      .click();
    await setLimit(this.editor, 'Limits of the tenant', limit, value);
    await this.save();
  }
}
