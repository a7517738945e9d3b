import type { Page } from '@playwright/test';
import { STORY_QUERY, type Queries, type QueryAnswer } from './QueryAnswer';

const NAMES = { cluster: 'VictoriaMetrics cluster', single: 'VictoriaMetrics single node' } as const;

/** The Explore page of the emulated Grafana. */
export class ExplorePage implements Queries {
  public constructor(private readonly page: Page) {}

  public async run(dataSource: keyof typeof NAMES, query = STORY_QUERY): Promise<QueryAnswer> {
    if (new URL(this.page.url()).pathname !== '/explore') {
      await this.page.goto('/explore');
    }
    await this.page.getByRole('radio', { name: NAMES[dataSource] }).click();
    await this.page.getByLabel('Query', { exact: true }).fill(query);
    const answered = this.page.waitForResponse((response) => response.url().includes(`/uid/${dataSource}/`));
    await this.page.getByRole('button', { name: 'Run query' }).click();
    const status = (await answered).status();

    const table = this.page.getByTestId('explore-table');
    const error = this.page.getByTestId('explore-error');
    await table.or(error).or(this.page.getByText('No data')).waitFor();
    if (await error.isVisible()) {
      return { status, reason: (await error.innerText()).split('\n').slice(1).join('\n').trim() };
    }
    return { series: await table.locator('tbody td:first-child').allInnerTexts() };
  }
}
