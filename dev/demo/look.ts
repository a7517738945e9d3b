import { z } from 'zod';
import type { HttpBrowser } from '../grafana/testing/httpBrowser';
import type { StoryMetric } from '../story';

const vectorSchema = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const refusalSchema = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

/** What a person gets to see. */
export type Sight =
  | { refused: false; series: number; sum: number; teams: readonly string[] }
  /** The HTTP status, and the text that Grafana shows in the panel. */
  | { refused: true; status: number; text: string };

/**
 * Asks what a panel of Grafana would ask, as the person who is signed in there.
 *
 * @param time seconds since the epoch
 */
export async function look(person: HttpBrowser, dataSource: string, metric: StoryMetric, time: number): Promise<Sight> {
  const response = await person.fetch(`/api/datasources/proxy/uid/${dataSource}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: metric, time: String(time) }),
  });
  const answer: unknown = JSON.parse(await response.text());
  if (!response.ok) {
    return { refused: true, status: response.status, text: refusalSchema.parse(answer).error };
  }
  const { result } = vectorSchema.parse(answer).data;
  return {
    refused: false,
    series: result.length,
    sum: result.reduce((sum, { value }) => sum + Number(value[1]), 0),
    teams: [...new Set(result.map(({ metric: labels }) => labels.team ?? '(none)'))].sort(),
  };
}
