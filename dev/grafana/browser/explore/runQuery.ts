import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** One series of the answer: its labels, and its value now. */
export interface Series {
  labels: Record<string, string>;
  value: string;
}

export type QueryOutcome =
  { kind: 'series'; series: Series[]; isPartial: boolean } | { kind: 'error'; status: number; reason: string };

interface InstantAnswer {
  isPartial?: boolean;
  data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> };
}

/** Runs an instant query at a data source through Grafana's proxy; a refusal is an outcome, not an exception. */
export async function runQuery(dataSourceUid: string, query: string): Promise<QueryOutcome> {
  try {
    const { data } = await lastValueFrom(
      getBackendSrv().fetch<InstantAnswer>({
        url: `/api/datasources/proxy/uid/${dataSourceUid}/api/v1/query`,
        params: { query },
        showErrorAlert: false,
      })
    );
    const series = data.data.result.map(({ metric, value }) => ({ labels: metric, value: value[1] }));
    return { kind: 'series', series, isPartial: data.isPartial === true };
  } catch (error) {
    if (!isFetchError(error)) {
      throw error;
    }
    return { kind: 'error', status: error.status, reason: String(error.data.error || error.data.message) };
  }
}
