import { config } from '@grafana/runtime';
import { useDataSourcePlugins, useRuleCounts, VICTORIA_METRICS } from '../api/dataSources';
import { usePluginSettings } from '../api/pluginSettings';
import { usePolicy } from '../api/policy';
import { useStatus } from '../api/status';
import type { Surroundings } from './judgeDataSource';

/** What judging data sources takes; undefined until somebody has said where the data listener is. */
export function useSurroundings(): Surroundings | undefined {
  const settings = usePluginSettings();
  const status = useStatus(true);
  const policy = usePolicy(true);
  const plugins = useDataSourcePlugins();
  const ruleCounts = useRuleCounts();
  const { dataUrl, proxyUrl } = settings.data?.jsonData ?? {};
  if (dataUrl === undefined || dataUrl === '' || status.data === undefined) {
    return undefined;
  }
  return {
    dataUrl,
    proxyUrl,
    backends: status.data.backends.map(({ name, kind, urls = [] }) => ({
      name,
      kind,
      urls: urls.map(({ url }) => url),
    })),
    tenants: policy.data?.policy.tenants.map(({ name }) => name),
    ruleCounts,
    victoriaMetricsVersion: plugins?.get(VICTORIA_METRICS),
    anonymous: config.anonymousEnabled,
  };
}
