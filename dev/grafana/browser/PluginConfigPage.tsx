import React from 'react';
import { css } from '@emotion/css';
import { PluginContextProvider, type GrafanaTheme2 } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { Alert, Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import type { LoadedPlugin } from './loadPlugin';
import { NotFoundPage } from './NotFoundPage';

/** The plugin's page among Grafana's plugins, with a tab for each configuration page it brings. */
export function PluginConfigPage({ loaded: { plugin, meta } }: { loaded: LoadedPlugin }) {
  const styles = useStyles2(getStyles);
  const { pathname, search } = useLocation();
  const query = Object.fromEntries(new URLSearchParams(search));
  const pages = plugin.configPages ?? [];
  const page = pages.find(({ id }) => id === query.page) ?? pages[0];
  if (config.bootData.user.orgRole !== 'Admin') {
    return <Alert title="You need the Admin role to configure plugins" severity="warning" className={styles.page} />;
  }
  if (page === undefined) {
    return <NotFoundPage />;
  }
  const Body = page.body;

  return (
    <main className={styles.page}>
      <h1>{meta.name}</h1>
      <p className={styles.description}>{meta.info.description}</p>
      <TabsBar>
        {pages.map(({ id, title, icon }) => (
          <Tab
            key={id}
            label={title}
            icon={icon}
            active={id === page.id}
            onChangeTab={() => locationService.push(`${pathname}?page=${id}`)}
          />
        ))}
      </TabsBar>
      <TabContent className={styles.content}>
        <PluginContextProvider meta={meta}>
          <Body plugin={plugin} query={query} />
        </PluginContextProvider>
      </TabContent>
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(3, 4, 4) }),
  description: css({ color: theme.colors.text.secondary }),
  content: css({ paddingTop: theme.spacing(3), background: 'transparent' }),
});
