import { BUCKET } from './countedRequests';
import type { ActivityStore, SummedSeries } from '../store/activityStore';

/** The most points of a series. */
const MOST_POINTS = 1_000;

/** How much is added up by the store at a time, in milliseconds: requests are served in between. */
const AT_A_TIME = 86_400_000;

/** The most tenants that are shown. */
const MOST_TENANTS = 20;

/** How many requests there were in each step; times are milliseconds since the epoch. */
export interface Stats {
  readonly step: number;
  readonly times: readonly number[];
  readonly allowed: number[];
  /** The most frequent first. */
  readonly refused: Array<{ reason: string; counts: number[] }>;
  /** The busiest ones. */
  readonly tenants: Array<{ tenant: string; allowed: number[]; refused: number[] }>;
  readonly replicas: Array<{ replica: string; counts: number[] }>;
}

/**
 * Adds up the counts of a time.
 *
 * @param step milliseconds; made longer where there would be too many points
 * @throws StoreUnavailable
 */
export async function readStats(
  store: Pick<ActivityStore, 'series'>,
  { since, until }: { since: number; until: number },
  step: number
): Promise<Stats> {
  const least = Math.max(step, (until - since) / (MOST_POINTS - 1));
  const wide = Math.ceil(least / BUCKET) * BUCKET;
  const first = since - (since % wide);
  const times = Array.from(
    { length: Math.max(0, Math.ceil((until - first) / wide)) },
    (_, place) => first + place * wide
  );
  const none = () => times.map(() => 0);
  const allowed = none();
  const refused = new Map<string, number[]>();
  const tenants = new Map<string, { allowed: number[]; refused: number[] }>();
  const replicas = new Map<string, number[]>();

  function add({ bucket, replica, tenant, outcome, count }: SummedSeries): void {
    const place = (bucket - first) / wide;
    const series = outcome === 'allowed' ? allowed : listOf(refused, outcome, none);
    const ofTenant = listOf(tenants, tenant, () => ({ allowed: none(), refused: none() }));
    const lists = [
      series,
      outcome === 'allowed' ? ofTenant.allowed : ofTenant.refused,
      listOf(replicas, replica, none),
    ];
    lists.forEach((list) => (list[place] = (list[place] ?? 0) + count));
  }

  const length = Math.max(wide, AT_A_TIME - (AT_A_TIME % wide));
  for (let start = first; start < until; start += length) {
    const some = await store.series({ since: start, until: Math.min(until, start + length) }, wide);
    some.forEach(add);
  }
  return {
    step: wide,
    times,
    allowed,
    refused: [...refused].map(([reason, counts]) => ({ reason, counts })).sort((a, b) => sum(b.counts) - sum(a.counts)),
    tenants: [...tenants]
      .map(([tenant, counts]) => ({ tenant, ...counts }))
      .sort((a, b) => sum(b.allowed) + sum(b.refused) - sum(a.allowed) - sum(a.refused))
      .slice(0, MOST_TENANTS),
    replicas: [...replicas]
      .map(([replica, counts]) => ({ replica, counts }))
      .sort((a, b) => (a.replica < b.replica ? -1 : 1)),
  };
}

function listOf<T>(lists: Map<string, T>, key: string, make: () => T): T {
  const known = lists.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  lists.set(key, made);
  return made;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
