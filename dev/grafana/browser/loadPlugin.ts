/// <reference types="systemjs" />
import type { AppPlugin, AppPluginMeta } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';

export interface LoadedPlugin {
  plugin: AppPlugin;
  meta: AppPluginMeta;
}

/** Loads the built app plugin the way Grafana does: its settings first, then its module through SystemJS. */
export async function loadPlugin(pluginId: string): Promise<LoadedPlugin> {
  const meta = await getBackendSrv().get<AppPluginMeta>(`/api/plugins/${pluginId}/settings`);
  const module: { plugin: AppPlugin } = await System.import(`/${meta.module}?_cache=${meta.info.version}`);
  module.plugin.init(meta);
  module.plugin.meta = meta;
  return { plugin: module.plugin, meta };
}
