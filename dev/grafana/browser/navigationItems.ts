import { PluginIncludeType, toIconName, type AppPluginMeta, type IconName, type PluginInclude } from '@grafana/data';
import { config } from '@grafana/runtime';

export interface NavigationItem {
  text: string;
  url: string;
  icon: IconName;
}

const ROLES = ['Viewer', 'Editor', 'Admin'];

/** Whether the user's role is at least that of a page (plugin.json `includes`); pages without one are for everybody. */
export function mayOpen({ role }: PluginInclude): boolean {
  const { orgRole } = config.bootData.user;
  return role === undefined || ROLES.indexOf(orgRole) >= ROLES.indexOf(role);
}

/** The pages that the plugin adds to the navigation and that the user's role may see (plugin.json `includes`). */
export function pluginPages(meta: AppPluginMeta): NavigationItem[] {
  return (meta.includes ?? [])
    .filter(({ type, addToNav }) => type === PluginIncludeType.page && addToNav)
    .filter(mayOpen)
    .map(({ name, path, icon }) => ({ text: name, url: path ?? '/', icon: toIconName(icon ?? '') ?? 'apps' }));
}

export const CORE_PAGES: readonly NavigationItem[] = [
  { text: 'Home', url: '/', icon: 'home-alt' },
  { text: 'Explore', url: '/explore', icon: 'compass' },
];
