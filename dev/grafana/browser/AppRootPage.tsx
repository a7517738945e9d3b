import React from 'react';
import { PluginContextProvider } from '@grafana/data';
import { useLocation } from 'react-router-dom-v5-compat';
import type { LoadedPlugin } from './loadPlugin';
import { NotFoundPage } from './NotFoundPage';
import { PluginMetaContext } from './pluginMetaContext';

/** Renders the plugin's root page with the properties that Grafana gives it. */
export function AppRootPage({ loaded: { plugin, meta } }: { loaded: LoadedPlugin }) {
  const { pathname, search } = useLocation();
  const Root = plugin.root;
  if (Root === undefined) {
    return <NotFoundPage />;
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
