/** What a query showed: its series, each written as `{team="dev"}`, or why there are none. */
export type QueryAnswer = { series: string[] } | { status: number; reason: string };

/** Asks a data source as the person who is logged in. */
export interface Queries {
  run(dataSource: 'cluster' | 'single', query?: string): Promise<QueryAnswer>;
}

/** The story's question. */
export const STORY_QUERY = 'sum by (team) (checkout_orders_total)';

/** The answer that consists of one series for each of these teams. */
export function ofTeams(...teams: string[]): QueryAnswer {
  return { series: teams.map((team) => `{team="${team}"}`) };
}
