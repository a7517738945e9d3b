import React, { lazy, Suspense, useState } from 'react';
import { css } from '@emotion/css';
import type { AppPluginMeta, GrafanaTheme2, PluginConfigPageProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createQueryClient } from '../api/queryClient';
import { ConnectionForm } from './ConnectionForm';
import { type ConnectionSettings, isConnected } from './connectionSettings';

// The policy's model is large, and the connection comes first.
const GrafanaNeeds = lazy(async () => ({ default: (await import('./GrafanaNeeds')).GrafanaNeeds }));
const PolicyTransfer = lazy(async () => ({ default: (await import('./PolicyTransfer')).PolicyTransfer }));

export type ConfigurationPageProps = PluginConfigPageProps<AppPluginMeta<ConnectionSettings>>;

/** The app's configuration: where the proxy is, the token for it, whether that works, what Grafana has to do with it, and the policy as a file. */
export default function ConfigurationPage({ plugin }: ConfigurationPageProps) {
  const styles = useStyles2(getStyles);
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <div className={styles.page}>
        <ConnectionForm meta={plugin.meta} />
        {plugin.meta.enabled === true && isConnected(plugin.meta) && (
          <Suspense>
            <GrafanaNeeds neededVersion={plugin.meta.dependencies?.grafanaDependency} />
            <PolicyTransfer />
          </Suspense>
        )}
      </div>
    </QueryClientProvider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'grid',
    gap: theme.spacing(4),
    maxWidth: theme.breakpoints.values.md,
    paddingBottom: theme.spacing(4),
  }),
});
