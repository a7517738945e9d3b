/// <reference types="systemjs" />
import type { AppPlugin } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { addTranslations, type TranslatedMeta } from './language/addTranslations';

export interface LoadedPlugin {
  plugin: AppPlugin;
  meta: TranslatedMeta;
}

/** Loads the built app plugin the way Grafana does: its settings first, then its texts, then its module through SystemJS. */
export async function loadPlugin(pluginId: string): Promise<LoadedPlugin> {
  const meta = await getBackendSrv().get<TranslatedMeta>(`/api/plugins/${pluginId}/settings`);
  await addTranslations(meta);
  const module: { plugin: AppPlugin } = await System.import(`/${meta.module}?_cache=${meta.info.version}`);
  module.plugin.init(meta);
  module.plugin.meta = meta;
  return { plugin: module.plugin, meta };
}
