import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';
import { setLimit } from './setLimit';

/** The drawer in which a mapping is added or changed. */
export class MappingEditor {
  public readonly form: Locator;

  public constructor(private readonly page: Page) {
    this.form = page.getByTestId(testIds.mappings.editor);
  }

  public get name(): Locator {
    return this.form.getByLabel('Name', { exact: false }).first();
  }

  /** Adds a principal by choosing its kind and typing its name. */
  public async addPrincipal(kind: string, name: string): Promise<void> {
    await this.form.getByLabel('Kind of principal').click();
    await this.page.getByRole('option', { name: kind }).first().click();
    await this.form.getByLabel('principal to add').fill(name);
    await this.form.getByRole('button', { name: 'Add principal' }).click();
  }

  public async chooseTenant(tenant: string, grant = 1): Promise<void> {
    await this.form.locator(`#grant-${grant - 1}-tenant`).click();
    await this.page.getByRole('option').filter({ hasText: tenant }).first().click();
  }

  public async addFilter(filter: string, grant = 1): Promise<void> {
    await this.form.getByRole('button', { name: `Add filter to grant ${grant}` }).click();
    await this.form
      .getByLabel(new RegExp(`^Filter \\d+ of grant ${grant}$`))
      .last()
      .fill(filter);
  }

  /** Sets a limit for each person whom the grant reaches. */
  public async limitGrant(limit: string, value: string, grant = 1): Promise<void> {
    await setLimit(this.form, `Limits of grant ${grant}`, limit, value);
  }

  /** Presses the button that saves; something may be wrong. */
  public async submit(): Promise<void> {
    await this.page.getByTestId(testIds.mappings.save).click();
  }

  public async save(): Promise<void> {
    await this.submit();
    await this.form.waitFor({ state: 'detached' });
  }
}
