import { PluginIncludeType, toIconName, type AppPluginMeta, type IconName } from '@grafana/data';
import { config } from '@grafana/runtime';

export interface NavigationItem {
  text: string;
  url: string;
  icon: IconName;
}

/** The pages that the plugin adds to the navigation and that the user's role may see (plugin.json `includes`). */
export function pluginPages(meta: AppPluginMeta): NavigationItem[] {
  return (meta.includes ?? [])
    .filter(({ type, addToNav }) => type === PluginIncludeType.page && addToNav)
    .filter(({ role }) => role !== 'Admin' || config.bootData.user.orgRole === 'Admin')
    .map(({ name, path, icon }) => ({ text: name, url: path ?? '/', icon: toIconName(icon ?? '') ?? 'apps' }));
}

export const CORE_PAGES: readonly NavigationItem[] = [
  { text: 'Home', url: '/', icon: 'home-alt' },
  { text: 'Explore', url: '/explore', icon: 'compass' },
];
