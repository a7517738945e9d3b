import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, PluginContextProvider } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import type { LoadedPlugin } from './loadPlugin';
import { mayOpen } from './navigationItems';
import { NotFoundPage } from './NotFoundPage';
import { PluginMetaContext } from './pluginMetaContext';

/**
 * Renders the plugin's root page with the properties that Grafana gives it. As in Grafana
 * (public/app/features/plugins/components/AppRootPage.tsx), an include guards its exact path only: the plugin itself answers for
 * what is deeper.
 */
export function AppRootPage({ loaded: { plugin, meta } }: { loaded: LoadedPlugin }) {
  const { pathname, search } = useLocation();
  const Root = plugin.root;
  if (Root === undefined) {
    return <NotFoundPage />;
  }
  const include = meta.includes?.find(({ path }) => path === pathname);
  if (include !== undefined && !mayOpen(include)) {
    return <AccessDenied />;
  }
  return (
    <PluginContextProvider meta={meta}>
      <PluginMetaContext.Provider value={meta}>
        <Root
          meta={meta}
          basename={`/a/${meta.id}`}
          path={pathname}
          query={Object.fromEntries(new URLSearchParams(search))}
          onNavChanged={() => {}}
        />
      </PluginMetaContext.Provider>
    </PluginContextProvider>
  );
}

function AccessDenied() {
  const styles = useStyles2(getStyles);
  return (
    <main className={styles.page}>
      <h1>Access denied</h1>
      <Alert severity="warning" title="You do not have permission to see this page." />
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(3, 4, 4) }),
});
