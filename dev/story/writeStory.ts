import { CLUSTER_TENANTS, seriesOf, STORY_TENANTS, type StorySeries, type StoryTenant } from './series';

const STEP_MILLISECONDS = 30_000;
const STEPS = 120;

/** Where the story is written to. */
export interface StoryPlaces {
  /** The cluster: a tenant of its own for each of the story's. */
  cluster?: { insertUrl: string; flush(): Promise<void> };
  /** The single node: everything in one, told apart by the label `tenant`. */
  single?: { url: string; flush(): Promise<void> };
}

export interface Story {
  /** The time of the newest sample, milliseconds since the epoch; ask for `time=<end / 1000>` to see what is expected. */
  end: number;
  /** Adds the samples that are due since the last call, so that the story does not grow stale. */
  goOn(now?: number): Promise<void>;
}

/**
 * Writes one hour of the story, a sample each 30 seconds, and waits until queries see it.
 *
 * @param now milliseconds since the epoch; the newest sample is at most 30 seconds older
 * @throws Error when a place does not take it
 */
export async function writeStory(places: StoryPlaces, now = Date.now()): Promise<Story> {
  const end = Math.floor(now / STEP_MILLISECONDS) * STEP_MILLISECONDS;
  let written = end - STEPS * STEP_MILLISECONDS;

  const goOn = async (until: number) => {
    const times: number[] = [];
    for (let time = written + STEP_MILLISECONDS; time <= until; time += STEP_MILLISECONDS) {
      times.push(time);
    }
    if (times.length > 0) {
      await write(places, times, end);
      written = times.at(-1) ?? written;
    }
  };
  await goOn(end);
  await Promise.all([places.cluster?.flush(), places.single?.flush()]);
  return { end, goOn: (at = Date.now()) => goOn(at) };
}

async function write({ cluster, single }: StoryPlaces, times: readonly number[], end: number): Promise<void> {
  await Promise.all(
    STORY_TENANTS.flatMap((tenant) => [
      cluster &&
        post(
          `${cluster.insertUrl}/insert/${CLUSTER_TENANTS[tenant]}/prometheus/api/v1/import`,
          lines(tenant, {}, times, end)
        ),
      single && post(`${single.url}/api/v1/import`, lines(tenant, { tenant }, times, end)),
    ])
  );
}

/** VictoriaMetrics' JSON lines (https://docs.victoriametrics.com/victoriametrics/#json-line-format). */
function lines(
  tenant: StoryTenant,
  further: Readonly<Record<string, string>>,
  timestamps: readonly number[],
  end: number
): string {
  return seriesOf(tenant)
    .map((series) => {
      const values = timestamps.map((time) => valueAt(series, time, end));
      return `${JSON.stringify({ metric: { ...series.labels, ...further }, values, timestamps })}\n`;
    })
    .join('');
}

function valueAt({ last, growth }: StorySeries, time: number, end: number): number {
  return last + growth * Math.round((time - end) / STEP_MILLISECONDS);
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } });
  const answer = await response.text();
  if (!response.ok) {
    throw new Error(`the story could not be written to ${url}: ${response.status} ${answer.trim()}`);
  }
}
