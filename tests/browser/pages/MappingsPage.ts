import type { Locator, Page } from '@playwright/test';
import { testIds } from '../../../src/testIds';
import { MappingEditor } from './MappingEditor';
import { PublishDrawer } from './PublishDrawer';

/** The app's page with all mappings, and the bar of unpublished changes. */
export class MappingsPage {
  public readonly table: Locator;
  public readonly search: Locator;
  public readonly count: Locator;
  public readonly draftBar: Locator;
  public readonly undo: Locator;
  public readonly editor: MappingEditor;
  public readonly publishDrawer: PublishDrawer;
  public readonly published: Locator;
  public readonly proposed: Locator;
  public readonly conflicts: Locator;

  public constructor(private readonly page: Page) {
    this.table = page.getByTestId(testIds.mappings.table);
    this.search = page.getByTestId(testIds.mappings.search);
    this.count = page.getByTestId(testIds.mappings.count);
    this.draftBar = page.getByTestId(testIds.draft.bar);
    this.undo = page.getByTestId(testIds.draft.undo);
    this.editor = new MappingEditor(page);
    this.publishDrawer = new PublishDrawer(page);
    this.published = page.getByTestId(testIds.publish.done);
    this.proposed = page.getByTestId(testIds.publish.proposed);
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

  /** Publishes the draft. The bar that leads there is on the tenants' tab, too. */
  public async publish(comment: string): Promise<void> {
    const drawer = await this.review();
    await drawer.comment(comment);
    await drawer.submit();
    await this.published.waitFor();
  }

  public async review(): Promise<PublishDrawer> {
    await this.page.getByTestId(testIds.draft.review).click();
    await this.publishDrawer.form.waitFor();
    return this.publishDrawer;
  }
}
