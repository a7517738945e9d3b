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

  /** Adds a filter by writing its text. */
  public async addFilter(filter: string, grant = 1): Promise<void> {
    await this.form.getByRole('button', { name: `Add filter to grant ${grant}` }).click();
    const mode = this.form.getByRole('radiogroup', {
      name: new RegExp(`^How to write filter \\d+ of grant ${grant}$`),
    });
    await mode.last().getByRole('radio', { name: 'Text' }).click();
    await this.form
      .getByRole('textbox', { name: new RegExp(`^Filter \\d+ of grant ${grant}$`) })
      .last()
      .fill(filter);
  }

  /** One matcher of the filter builder: its label, operator and values are comboboxes of these names. */
  public matcher(matcher: number, filter: number, grant = 1): Locator {
    return this.form.getByRole('group', { name: `Matcher ${matcher} of filter ${filter} of grant ${grant}` });
  }

  /** Puts a matcher together by choosing each part from what is offered. */
  public async chooseMatcher(
    { label, operator, values }: { label: string; operator: string; values: readonly string[] },
    [matcher, filter, grant]: [matcher: number, filter: number, grant: number] = [1, 1, 1]
  ): Promise<void> {
    const group = this.matcher(matcher, filter, grant);
    await group.getByRole('combobox', { name: 'Label' }).click();
    await this.page.getByRole('option', { name: label, exact: true }).click();
    await group.getByRole('combobox', { name: 'Operator' }).click();
    await this.page
      .getByRole('option')
      .filter({ has: this.page.getByText(operator, { exact: true }) })
      .click();
    await group.getByRole('combobox', { name: /^Values?$/ }).click();
    for (const value of values) {
      await this.page.getByRole('option', { name: value, exact: true }).click();
    }
    if (operator.includes('~')) {
      // The list of several values stays open.
      await this.page.keyboard.press('Escape');
    }
  }

  /** How many series a filter lets through, as soon as they are counted. */
  public seriesCount(filter: number, grant = 1): Locator {
    return this.form
      .getByRole('group', { name: `Filters of grant ${grant}` })
      .getByRole('status')
      .nth(filter - 1);
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
