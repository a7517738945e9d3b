import type { Page } from '@playwright/test';
import { z } from 'zod';
import { STORY_QUERY, type Queries, type QueryAnswer } from './QueryAnswer';

const answerSchema = z.union([
  z.object({ data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }) }),
  z.object({ error: z.string() }),
]);

/** Asks through a real Grafana's data source proxy, whose Explore looks different in every version. */
export class DataSourceProxy implements Queries {
  public constructor(private readonly page: Page) {}

  public async run(dataSource: string, query = STORY_QUERY): Promise<QueryAnswer> {
    const response = await this.page.request.get(`/api/datasources/proxy/uid/${dataSource}/api/v1/query`, {
      params: { query },
    });
    const answer = answerSchema.parse(await response.json());
    if ('error' in answer) {
      return { status: response.status(), reason: answer.error };
    }
    const print = (labels: Record<string, string>) =>
      `{${Object.entries(labels)
        .map(([name, value]) => `${name}="${value}"`)
        .join(', ')}}`;
    return { series: answer.data.result.map(({ metric }) => print(metric)).sort() };
  }
}
