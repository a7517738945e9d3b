import React, { type ComponentType, lazy, Suspense } from 'react';
import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import type { ConnectionSettings } from './settings/connectionSettings';
import type { ConfigurationPageProps } from './settings/ConfigurationPage';

const LazyApp = lazy(() => import('./App'));
const LazyConfigurationPage = lazy(() => import('./settings/ConfigurationPage'));

function suspended<Props extends object>(Page: ComponentType<Props>) {
  return function Suspended(props: Props) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="Loading Gatehouse" />}>
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
