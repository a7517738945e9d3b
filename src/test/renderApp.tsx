import React from 'react';
import type { AppPluginMeta, AppRootProps } from '@grafana/data';
import { setBackendSrv } from '@grafana/runtime';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import App from '../App';
import { PLUGIN_ID } from '../constants';
import type { ConnectionSettings } from '../settings/connectionSettings';
import type { InMemoryAdmin } from './inMemoryAdmin';

/** The app's settings as Grafana hands them over. */
export function pluginMeta(
  changed: Partial<AppPluginMeta<ConnectionSettings>> = {}
): AppPluginMeta<ConnectionSettings> {
  return {
    id: PLUGIN_ID,
    enabled: true,
    pinned: true,
    jsonData: { proxyUrl: 'http://gatehouse:8432' },
    secureJsonFields: { adminToken: true },
    ...changed,
  } as AppPluginMeta<ConnectionSettings>;
}

/** Opens the app's pages as Grafana would, with the stand-in behind them. */
export function renderApp(admin: InMemoryAdmin, meta = pluginMeta(), page: 'mappings' | 'tenants' = 'mappings') {
  setBackendSrv(admin.backendSrv());
  const user = userEvent.setup();
  const props = { meta, basename: '', path: '', query: {}, onNavChanged: () => {} } as AppRootProps<ConnectionSettings>;
  const view = render(
    <MemoryRouter initialEntries={[`/a/${PLUGIN_ID}/${page}`]}>
      <Routes>
        <Route path={`/a/${PLUGIN_ID}/*`} element={<App {...props} />} />
      </Routes>
    </MemoryRouter>
  );
  return { user, ...view };
}

/** Gives elements a size, without which lists that draw only what is visible draw nothing. */
export function giveElementsASize(): void {
  jest
    .spyOn(Element.prototype, 'getBoundingClientRect')
    .mockReturnValue({
      width: 300,
      height: 300,
      top: 0,
      left: 0,
      bottom: 300,
      right: 300,
      x: 0,
      y: 0,
      toJSON: () => '',
    });
}
