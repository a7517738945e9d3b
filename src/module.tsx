import React, { type ComponentType, lazy, Suspense } from 'react';
import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import type { ConnectionSettings } from './settings/connectionSettings';
import type { ConfigurationPageProps } from './settings/ConfigurationPage';

/** Loads what is drawn, and its texts. */
function lazily<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(async () => {
    const [loaded, { startTranslations }] = await Promise.all([load(), import('./i18n/language')]);
    await startTranslations();
    return loaded;
  });
}

const LazyApp = lazily(() => import('./App'));
const LazyConfigurationPage = lazily(() => import('./settings/ConfigurationPage'));

function suspended<Props extends object>(Page: ComponentType<Props>) {
  return function Suspended(props: Props) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Page {...props} />
      </Suspense>
    );
  };
}

export const plugin = new AppPlugin<ConnectionSettings>()
  .setRootPage(suspended<AppRootProps<ConnectionSettings>>(LazyApp))
  .addConfigPage({
    title: 'Configuration',
    icon: 'cog',
    id: 'configuration',
    body: suspended<ConfigurationPageProps>(LazyConfigurationPage),
  });
