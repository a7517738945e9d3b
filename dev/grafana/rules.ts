import { USER_AGENT, withDataSourceHeaders } from './dataSourceHeaders';
import type { DataSourceStore } from './dataSourceStore';
import type { GrafanaOptions } from './options';
import { type DataSourceAnswer, queryDataSource } from './queryDataSource';

export interface Rule {
  type: 'alerting' | 'recording';
  /** Also the rule's uid. */
  name: string;
  /** The data source's uid. */
  dataSource: string;
  expr: string;
}

/** What Grafana's scheduler does by itself, for nobody. */
export interface Rules {
  /** Evaluates the query of an alert or recording rule once. */
  evaluateRule(rule: Rule): Promise<DataSourceAnswer>;
  /**
   * Writes what a recording rule has computed.
   *
   * @param dataSource the target's uid
   * @param body a remote write request, compressed with Snappy
   */
  writeRecorded(dataSource: string, body: Uint8Array<ArrayBuffer>): Promise<DataSourceAnswer>;
}

/**
 * Rules as pkg/services/ngalert evaluates them: no user, so neither tokens nor `X-Grafana-Id`; `FromAlert` and headers about the
 * rule; basic auth and static headers of the data source. What is recorded is written by another client (DatasourceWriter),
 * which has the data source's basic auth and headers of Grafana's own configuration, but neither the data source's static headers
 * nor `FromAlert`.
 */
export function createRules({
  dataSources,
  recordingHeaders: httpHeaders,
}: Pick<GrafanaOptions, 'recordingHeaders'> & { dataSources: Pick<DataSourceStore, 'forQueries'> }): Rules {
  const find = (uid: string) => {
    const dataSource = dataSources.forQueries().find((candidate) => candidate.uid === uid);
    if (dataSource === undefined) {
      throw new Error(`there is no data source ${uid}`);
    }
    return dataSource;
  };

  return {
    evaluateRule: ({ type, name, dataSource, expr }) =>
      queryDataSource(find(dataSource), expr, {
        fromalert: 'true',
        'x-rule-uid': escapeQuery(name),
        'x-rule-name': escapeQuery(name),
        'x-rule-folder': 'Development',
        'x-rule-source': 'scheduler',
        'x-rule-type': type,
        'x-rule-version': '1',
      }),
    async writeRecorded(uid, body) {
      const { url, basicAuth } = find(uid);
      const headers = {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        'user-agent': USER_AGENT,
      };
      const response = await fetch(`${url}/api/v1/write`, {
        method: 'POST',
        headers: withDataSourceHeaders(headers, { uid, name: uid, url, basicAuth, httpHeaders }),
        body,
      });
      return { status: response.status, body: await response.text() };
    },
  };
}

/** As Go's url.QueryEscape, which writes a space as a plus sign. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, '+');
}
