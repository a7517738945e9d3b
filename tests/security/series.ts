import { clusterTenantOf, labelsOf, markOf, printTenant, SERIES_OWNERS, type SeriesOwner, type World } from './world';

const STEP_MILLISECONDS = 30_000;
const BEFORE_MILLISECONDS = 30 * 60_000;
// Samples lie in the future as well, so that they are there for as long as the run takes.
const AFTER_MILLISECONDS = 30 * 60_000;

/**
 * Writes every owner's series, in this order: to their tenants of the cluster, and all of them to the single node.
 *
 * @param insertUrl of the cluster, or nothing
 * @param choose which lines of each owner, in which order
 */
export async function writeSeries(
  world: World,
  insertUrl: string | undefined,
  nodeUrl: string,
  owners: readonly SeriesOwner[] = SERIES_OWNERS,
  choose: (lines: readonly string[]) => readonly string[] = (lines) => lines
): Promise<void> {
  for (const owner of owners) {
    const body = choose(seriesOf(world, owner)).join('\n');
    const tenant = clusterTenantOf(world, owner);
    if (insertUrl !== undefined && tenant !== undefined) {
      await put(`${insertUrl}/insert/${printTenant(tenant)}/prometheus/api/v1/import`, body);
    }
    await put(`${nodeUrl}/api/v1/import`, body);
  }
}

/** JSON lines: a gauge, a counter, a histogram, a metric and a label named by the mark, and a Graphite path. */
function seriesOf(world: World, owner: SeriesOwner): string[] {
  const mark = markOf(world, owner);
  const labels = { ...labelsOf(owner), marker: mark };
  // No two owners have a value in common, nor a sum of two the value of a third.
  const base = 7 ** (SERIES_OWNERS.indexOf(owner) + 1);
  const timestamps: number[] = [];
  for (let at = -BEFORE_MILLISECONDS; at <= AFTER_MILLISECONDS; at += STEP_MILLISECONDS) {
    timestamps.push(world.now + at);
  }
  // By the names of its metrics alone this one differs from what some may see.
  const probe = owner === 'acme_vault' ? 'vault' : 'probe';
  const gauge = owner === 'acme_vault' ? 'vault_probe' : 'probe';
  const line = (metric: Record<string, string>, value: (index: number) => number) =>
    JSON.stringify({
      metric: { ...metric, ...labels },
      values: timestamps.map((_time, index) => value(index)),
      timestamps,
    });
  return [
    line({ __name__: gauge, instance: 'a:1', kind: 'gauge' }, (index) => base + (index % 5)),
    line({ __name__: gauge, instance: 'b:2', kind: 'gauge' }, (index) => 2 * base + (index % 3)),
    line({ __name__: `${probe}_total`, instance: 'a:1', kind: 'counter' }, (index) => base * index),
    line({ __name__: `${probe}_bucket`, instance: 'a:1', kind: 'bucket', le: '1' }, (index) => base * index),
    line({ __name__: `${probe}_bucket`, instance: 'a:1', kind: 'bucket', le: '+Inf' }, (index) => 3 * base * index),
    line({ __name__: mark, kind: 'name', [`label_${mark}`]: 'x' }, () => base),
    line({ __name__: `${probe}.graphite.${mark}`, kind: 'path' }, () => base),
  ];
}

async function put(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) {
    throw new Error(`${url} did not take the series: ${response.status} ${await response.text()}`);
  }
}
