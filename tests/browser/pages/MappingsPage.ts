import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';
import { MappingEditor } from './MappingEditor';
import { PublishPage } from './PublishPage';

/** The app's page with all mappings, and the bar of unpublished changes. */
export class MappingsPage {
  public readonly table: Locator;
  public readonly search: Locator;
  public readonly count: Locator;
  public readonly draftBar: Locator;
  public readonly undo: Locator;
  public readonly editor: MappingEditor;
  public readonly publishPage: PublishPage;
  public readonly published: Locator;
  public readonly conflicts: Locator;

  public constructor(private readonly page: Page) {
    this.table = page.getByTestId(testIds.mappings.table);
    this.search = page.getByTestId(testIds.mappings.search);
    this.count = page.getByTestId(testIds.mappings.count);
    this.draftBar = page.getByTestId(testIds.draft.bar);
    this.undo = page.getByTestId(testIds.draft.undo);
    this.editor = new MappingEditor(page);
    this.publishPage = new PublishPage(page);
    this.published = page.getByTestId(testIds.publish.done);
    this.conflicts = page.getByTestId(testIds.draft.conflicts);
  }

  public async open(): Promise<void> {
    await this.page.goto('/a/gatehouse-tenancy-app/mappings');
    await this.table.waitFor();
  }

  public row(name: string): Locator {
    return this.page.getByTestId(testIds.mappings.row(name));
  }

  public async startAdding(): Promise<MappingEditor> {
    await this.page.getByTestId(testIds.mappings.add).click();
    await this.editor.form.waitFor();
    return this.editor;
  }

  public async edit(name: string): Promise<MappingEditor> {
    await this.row(name)
      .getByRole('button', { name: `Edit ${name}` })
      .click();
    await this.editor.form.waitFor();
    return this.editor;
  }

  public async remove(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Remove ${name}` })
      .click();
  }

  /** Adds a filter to the first grant of a mapping of the draft. */
  public async addFilterTo(name: string, filter: string): Promise<void> {
    const editor = await this.edit(name);
    await editor.addFilter(filter);
    await editor.save();
  }

  public async discard(): Promise<void> {
    await this.page.getByTestId(testIds.draft.discard).click();
  }

  /** Publishes the draft, and stays where that is told. The bar that leads there is on the tenants' tab, too. */
  public async publish(comment: string): Promise<void> {
    const review = await this.review();
    await review.comment(comment);
    await review.submit();
    await this.published.waitFor();
  }

  public async review(): Promise<PublishPage> {
    await this.page.getByTestId(testIds.draft.review).click();
    await this.publishPage.form.waitFor();
    return this.publishPage;
  }
}
