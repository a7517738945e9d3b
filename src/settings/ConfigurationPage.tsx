import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { AppPluginMeta, GrafanaTheme2, PluginConfigPageProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { createQueryClient } from '../api/queryClient';
import { ConnectionForm } from './ConnectionForm';
import type { ConnectionSettings } from './connectionSettings';

export type ConfigurationPageProps = PluginConfigPageProps<AppPluginMeta<ConnectionSettings>>;

/** The app's configuration: where the proxy is, the token for it, and whether that works. */
export default function ConfigurationPage({ plugin }: ConfigurationPageProps) {
  const styles = useStyles2(getStyles);
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <div className={styles.page}>
        <ConnectionForm meta={plugin.meta} />
      </div>
    </QueryClientProvider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: theme.breakpoints.values.md, paddingBottom: theme.spacing(4) }),
});
