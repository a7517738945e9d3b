import { type RecordedRequest, startRecorder } from './startRecorder';
import { startStandIn, type StandIn, type StandInOptions } from './standIn';

// A real cluster shows what was written about a second after it.
const REAL_CLUSTER_VISIBLE_AFTER_MILLISECONDS = 2_000;

export interface Cluster {
  /** As vmselect's address: `<selectUrl>/select/<T>/prometheus/api/v1/query`. */
  selectUrl: string;
  /** As vminsert's address: `<insertUrl>/insert/<T>/prometheus/api/v1/import`. */
  insertUrl: string;
  /** As vminsert's address for OpenTSDB's HTTP protocol: `<opentsdbUrl>/insert/<T>/opentsdb/api/put`. */
  opentsdbUrl: string;
  /** Every request that reached the cluster through these URLs, in order, but for the proxy's own checks. Tests may empty it. */
  requests: RecordedRequest[];
  /** What the proxy asked for by itself; see `isCheck`. */
  checks: RecordedRequest[];
  /** Whether it is a real cluster, or the stand-in. */
  real: boolean;
  /** Makes what was written so far visible to queries. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the cluster that tests and demo use: the one that GATEHOUSE_TEST_SELECT_URL and GATEHOUSE_TEST_INSERT_URL name, when both are
 * set, else the stand-in (see `startStandIn`, also for where it differs). A real one's address for OpenTSDB is
 * GATEHOUSE_TEST_OPENTSDB_URL; without it those writes go to vminsert itself, which refuses them.
 *
 * @throws Error when only one of the two is set
 */
export async function startCluster(options: StandInOptions, env = process.env): Promise<Cluster> {
  const { GATEHOUSE_TEST_SELECT_URL: selectUrl = '', GATEHOUSE_TEST_INSERT_URL: insertUrl = '' } = env;
  if ((selectUrl === '') !== (insertUrl === '')) {
    throw new Error('set both GATEHOUSE_TEST_SELECT_URL and GATEHOUSE_TEST_INSERT_URL, or neither');
  }
  const real = selectUrl !== '';
  const opentsdbUrl = env.GATEHOUSE_TEST_OPENTSDB_URL || insertUrl;
  const behind: StandIn = real ? realCluster({ selectUrl, insertUrl, opentsdbUrl }) : await startStandIn(options);
  const requests: RecordedRequest[] = [];
  const checks: RecordedRequest[] = [];
  const recorder = (url: string) => startRecorder(url, { requests, checks });
  const [select, insert, opentsdb] = await Promise.all([
    recorder(behind.selectUrl),
    recorder(behind.insertUrl),
    recorder(behind.opentsdbUrl),
  ]);
  return {
    selectUrl: select.url,
    insertUrl: insert.url,
    opentsdbUrl: opentsdb.url,
    requests,
    checks,
    real,
    flush: behind.flush,
    close: async () => {
      await Promise.all([select.close(), insert.close(), opentsdb.close()]);
      await behind.close();
    },
  };
}

function realCluster(urls: Pick<StandIn, 'selectUrl' | 'insertUrl' | 'opentsdbUrl'>): StandIn {
  return {
    ...urls,
    flush: () => new Promise((resolve) => setTimeout(resolve, REAL_CLUSTER_VISIBLE_AFTER_MILLISECONDS)),
    close: async () => {},
  };
}
