import React from 'react';
import { ThemeContext, type EventBusExtended } from '@grafana/data';
import { LocationServiceProvider, locationService } from '@grafana/runtime';
import { GlobalStyles, ModalRoot, PortalContainer } from '@grafana/ui';
import { Router } from 'react-router-dom-v5';
import { CompatRouter, Route, Routes } from 'react-router-dom-v5-compat';
import { AppNotifications } from './AppNotifications';
import { AppRootPage } from './AppRootPage';
import { ExplorePage } from './explore/ExplorePage';
import { HomePage } from './HomePage';
import type { LoadedPlugin } from './loadPlugin';
import { NotFoundPage } from './NotFoundPage';
import { PluginConfigPage } from './PluginConfigPage';
import { Shell } from './Shell';
import { useChosenTheme } from './useChosenTheme';

/** Everything on the page: Grafana's providers, the frame, and the routes that this emulation knows. */
export function App({ loaded, events }: { loaded: LoadedPlugin; events: EventBusExtended }) {
  const { theme, toggleTheme } = useChosenTheme();

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Router history={locationService.getHistory()}>
        <LocationServiceProvider service={locationService}>
          <CompatRouter>
            <Shell loaded={loaded} onToggleTheme={toggleTheme}>
              <Routes>
                <Route path="/" element={<HomePage meta={loaded.meta} />} />
                <Route path="/explore" element={<ExplorePage />} />
                <Route path={`/a/${loaded.meta.id}/*`} element={<AppRootPage loaded={loaded} />} />
                <Route path={`/plugins/${loaded.meta.id}`} element={<PluginConfigPage loaded={loaded} />} />
                <Route path="*" element={<NotFoundPage />} />
              </Routes>
            </Shell>
            <AppNotifications events={events} />
            <ModalRoot />
          </CompatRouter>
        </LocationServiceProvider>
      </Router>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}
