import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lastValueFrom } from 'rxjs';
import { z } from 'zod';

const DATA_SOURCES_KEY = ['grafana-data-sources'];

/** Ids of the data source plugins that can ask Gatehouse. */
export const PROMETHEUS = 'prometheus';
export const VICTORIA_METRICS = 'victoriametrics-metrics-datasource';

/** A type as its maker calls it; a name, and so the same in every language. */
export function dataSourceTypeName(type: string): string {
  return type === VICTORIA_METRICS ? 'VictoriaMetrics' : 'Prometheus';
}

const dataSourceSchema = z.object({
  uid: z.string(),
  name: z.string(),
  type: z.string(),
  /** `proxy`: Grafana’s server asks; `direct`: the browser does. */
  access: z.string(),
  url: z.string().default(''),
  basicAuth: z.boolean().default(false),
  isDefault: z.boolean().default(false),
  /** Provisioned from a file, and so not to be changed here. */
  readOnly: z.boolean().default(false),
  jsonData: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((data) => data ?? {}),
});

/** A data source of this Grafana, as its list has it. */
export type DataSource = z.output<typeof dataSourceSchema>;

/** The data sources of this Grafana that could lead through Gatehouse, by name. Fails for who may not see data sources. */
export function useDataSources() {
  return useQuery<DataSource[]>({
    queryKey: DATA_SOURCES_KEY,
    queryFn: async () => {
      const all = z.array(dataSourceSchema).parse(await ask('GET', '/api/datasources'));
      return all
        .filter(({ type }) => type === PROMETHEUS || type === VICTORIA_METRICS)
        .toSorted((a, b) => a.name.localeCompare(b.name));
    },
  });
}

const pluginsSchema = z.array(
  z.object({ id: z.string(), info: z.object({ version: z.string().default('') }).default({ version: '' }) })
);

/** The versions of the installed data source plugins by their ids; undefined while Grafana does not say. */
export function useDataSourcePlugins(): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: ['grafana-plugins'],
    queryFn: async () => {
      const plugins = pluginsSchema.parse(await ask('GET', '/api/plugins?type=datasource'));
      return new Map(plugins.map(({ id, info }) => [id, info.version]));
    },
    retry: false,
  });
  return data;
}

const rulesSchema = z.array(z.object({ data: z.array(z.object({ datasourceUid: z.string() })) }));

/** How many of Grafana’s own alert rules ask each data source, by its uid; undefined while Grafana does not say. */
export function useRuleCounts(): ReadonlyMap<string, number> | undefined {
  const { data } = useQuery({
    queryKey: ['grafana-rules'],
    queryFn: async () => {
      const counts = new Map<string, number>();
      for (const rule of rulesSchema.parse(await ask('GET', '/api/v1/provisioning/alert-rules'))) {
        for (const uid of new Set(rule.data.map(({ datasourceUid }) => datasourceUid))) {
          counts.set(uid, (counts.get(uid) ?? 0) + 1);
        }
      }
      return counts;
    },
    retry: false,
  });
  return data;
}

/** What is changed of a data source; everything else stays. */
export interface DataSourceChange {
  url?: string;
  access?: 'proxy';
  jsonData?: Readonly<Record<string, unknown>>;
  /** Written, and never read again. */
  secureJsonData?: Readonly<Record<string, string>>;
}

const fullSchema = z.looseObject({ jsonData: z.record(z.string(), z.unknown()).nullish() });

/** Changes a data source. What Grafana has now is read first, so that nothing else is set back. */
export async function changeDataSource(uid: string, change: DataSourceChange): Promise<void> {
  const path = `/api/datasources/uid/${encodeURIComponent(uid)}`;
  const before = fullSchema.parse(await ask('GET', path));
  await ask('PUT', path, { ...before, ...change, jsonData: { ...before.jsonData, ...change.jsonData } });
}

export function useChangeDataSource() {
  const refresh = useRefreshDataSources();
  return useMutation<void, unknown, { uid: string; change: DataSourceChange }>({
    mutationFn: ({ uid, change }) => changeDataSource(uid, change),
    onSettled: refresh,
  });
}

export interface NewDataSource {
  name: string;
  type: string;
  url: string;
  jsonData: Readonly<Record<string, unknown>>;
}

const addedSchema = z.object({ datasource: z.object({ uid: z.string() }) });

/** Adds a data source that Grafana’s server asks. @returns its uid */
export function useCreateDataSource() {
  const refresh = useRefreshDataSources();
  return useMutation<string, unknown, NewDataSource>({
    mutationFn: async (dataSource) => {
      const added = await ask('POST', '/api/datasources', { ...dataSource, access: 'proxy' });
      return addedSchema.parse(added).datasource.uid;
    },
    onSuccess: refresh,
  });
}

/** What came of a query through a data source. */
export type TestOutcome = { answered: true } | { answered: false; reason: string };

const resultsSchema = z.object({ results: z.record(z.string(), z.object({ error: z.string().optional() })) });

/** Asks what Grafana’s own test asks, as a panel would: `1+1`. */
export function useTestDataSource() {
  return useMutation<TestOutcome, unknown, Pick<DataSource, 'uid' | 'type'>>({
    mutationFn: async ({ uid, type }) => {
      const query = { refId: 'A', datasource: { uid, type }, expr: '1+1', instant: true, intervalMs: 15_000 };
      const answer = await ask('POST', '/api/ds/query', { queries: [query], from: 'now-5m', to: 'now' }).catch(
        (error: unknown) =>
          isFetchError(error) && resultsSchema.safeParse(error.data).success ? error.data : fail(error)
      );
      const reason = Object.values(resultsSchema.parse(answer).results).find(({ error }) => error !== undefined)?.error;
      return reason === undefined ? { answered: true } : { answered: false, reason };
    },
  });
}

/** What Grafana says of why it did not do something; empty when it says nothing. */
export function grafanaReason(error: unknown): string {
  if (!isFetchError(error)) {
    return '';
  }
  return z.object({ message: z.string() }).safeParse(error.data).data?.message ?? '';
}

export function useRefreshDataSources() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: DATA_SOURCES_KEY });
}

function fail(error: unknown): never {
  throw error;
}

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, data?: unknown): Promise<unknown> {
  const response = await lastValueFrom(
    getBackendSrv().fetch<unknown>({ url, method, data, showErrorAlert: false, showSuccessAlert: false })
  );
  return response.data;
}
