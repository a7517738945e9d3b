import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';
import { setLimit } from './setLimit';

/** The app's page with all tenants. */
export class TenantsPage {
  public readonly table: Locator;
  public readonly editor: Locator;
  public readonly drawer: Locator;

  public constructor(private readonly page: Page) {
    this.table = page.getByTestId(testIds.tenants.table);
    this.editor = page.getByTestId(testIds.tenants.editor);
    this.drawer = page.getByRole('dialog');
  }

  public async open(): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/tenants');
    await this.table.waitFor();
  }

  public row(name: string): Locator {
    return this.page.getByTestId(testIds.tenants.row(name));
  }

  /** Looks for what a backend holds already. */
  public async find(backend: string): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/tenants');
    await this.page.getByRole('button', { name: 'Find existing tenants' }).click();
    await this.drawer.getByRole('combobox', { name: 'Backend' }).click();
    await this.page.getByRole('option').filter({ hasText: backend }).first().click();
  }

  /** Chooses one of the places that were found, and gives it a name. */
  public async nameFound(place: string, name: string): Promise<void> {
    await this.drawer.getByText(place, { exact: true }).click();
    await this.drawer.getByRole('textbox', { name: `Name of ${place}` }).fill(name);
  }

  /** Adds what was chosen to the draft. */
  public async addFound(): Promise<void> {
    await this.drawer.getByRole('button', { name: /^Add \d+ to draft$/ }).click();
    await this.drawer.waitFor({ state: 'detached' });
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
