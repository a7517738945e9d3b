import type { PersonName } from '../identity/people';
import { seriesOf, type StoryMetric, type StorySeries, type StoryTenant } from './series';

/** What a query for one metric shows at the end of the story. */
export interface Expected {
  series: number;
  /** The sum of the latest values. */
  sum: number;
  /** The teams whose series are there, sorted. */
  teams: readonly string[];
}

/** A part of a tenant: all of it, or only some teams. */
export interface Part {
  tenant: StoryTenant;
  teams?: readonly string[];
}

/** What a query for the metric shows of these parts, when nothing leaks and nothing is missing. */
export function expectedOf(metric: StoryMetric, parts: readonly Part[]): Expected {
  const series = parts.flatMap(({ tenant, teams }) =>
    seriesOf(tenant).filter(
      ({ labels }) => labels.__name__ === metric && (teams === undefined || teams.includes(labels.team))
    )
  );
  return {
    series: series.length,
    sum: series.reduce((sum, { last }: StorySeries) => sum + last, 0),
    teams: [...new Set(series.map(({ labels }) => labels.team))].sort(),
  };
}

// What the demo's policy lets each person see, on either backend.
const VIEWS: Readonly<Record<PersonName, readonly Part[] | 'forbidden'>> = {
  alice: [{ tenant: 'acme', teams: ['dev'] }],
  bob: [{ tenant: 'globex' }],
  carol: [{ tenant: 'acme' }, { tenant: 'globex' }],
  mallory: 'forbidden',
};

/** What a person sees of a metric under the demo's policy, the same on both backends; mallory is refused. */
export function expectedView(person: PersonName, metric: StoryMetric): Expected | 'forbidden' {
  const view = VIEWS[person];
  return view === 'forbidden' ? view : expectedOf(metric, view);
}
