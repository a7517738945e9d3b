import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type Program } from '../processes/findProgram';
import { freePort } from '../processes/freePort';
import { startChild } from '../processes/startChild';
import { waitFor, whileRunning } from '../processes/waitFor';

export const VICTORIA_METRICS: Program = {
  name: 'VictoriaMetrics (single node)',
  variable: 'GATEHOUSE_VICTORIA_METRICS',
  commands: ['victoria-metrics', 'victoria-metrics-prod'],
  debianPackage: 'victoria-metrics',
};

export interface NodeOptions {
  /** Where data and log are kept. The caller removes it. */
  folder: string;
  /** Further command line flags; of a flag that is named twice, the last one counts. */
  flags?: readonly string[];
  /** Where to listen, for a node that comes back; a free port when left out. */
  port?: number;
}

/** A running single-node VictoriaMetrics. */
export interface VictoriaMetricsNode {
  /** `http://127.0.0.1:<port>`; the API is at `/api/v1/…`. */
  url: string;
  /** Where OpenTSDB's HTTP protocol is taken, at `/api/put`: an address of its own. */
  opentsdbUrl: string;
  pid: number;
  /** Makes what was written so far visible to queries. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a single-node VictoriaMetrics on a loopback port and waits until it answers. */
export async function startNode({ folder, flags = [], port }: NodeOptions): Promise<VictoriaMetricsNode> {
  const command = await findProgram(VICTORIA_METRICS);
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'victoria-metrics.log');
  const address = `127.0.0.1:${await freePort(port)}`;
  const url = `http://${address}`;
  const opentsdbAddress = `127.0.0.1:${await freePort()}`;
  const child = startChild({
    name: 'VictoriaMetrics',
    command,
    args: [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=${address}`,
      `-opentsdbHTTPListenAddr=${opentsdbAddress}`,
      '-retentionPeriod=1y',
      // Up to v1.107 a series with more labels than this loses the last ones, which are those that Gatehouse stamps.
      '-maxLabelsPerTimeseries=100000000',
      // What was written is to be seen at once, also where a cached answer was computed before.
      '-search.latencyOffset=0s',
      '-search.disableCache',
      // Several nodes run beside each other here; the default takes most of the memory for each.
      '-memory.allowedBytes=256MB',
      '-loggerLevel=WARN',
      ...flags,
    ],
    guarded: true,
    log,
  });
  try {
    const healthy = waitFor(`VictoriaMetrics at ${url}`, async () =>
      (await fetch(`${url}/health`)).ok ? true : undefined
    );
    await whileRunning(child, log, healthy);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    url,
    opentsdbUrl: `http://${opentsdbAddress}`,
    pid: child.pid,
    flush: async () => void (await (await fetch(`${url}/internal/force_flush`)).arrayBuffer()),
    close: () => child.stop(),
  };
}
