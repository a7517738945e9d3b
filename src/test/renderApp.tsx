import React, { useEffect } from 'react';
import type { AppPluginMeta, AppRootProps } from '@grafana/data';
import { setBackendSrv } from '@grafana/runtime';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel, type UserEvent } from '@testing-library/user-event';
import { MemoryRouter, Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import App from '../App';
import { PLUGIN_ID } from '../constants';
import type { ConnectionSettings } from '../settings/connectionSettings';
import { testIds } from '../testIds';
import type { InMemoryAdmin } from './inMemoryAdmin';

// Whole pages in jsdom take seconds on a busy machine.
jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 20_000, defaultHidden: true });

const ROUTER_V7 = { v7_startTransition: true, v7_relativeSplatPath: true };

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

/**
 * Opens the app's pages as Grafana would, with the stand-in behind them.
 *
 * @param page with its parameters, for example `mappings?q=acme`
 */
export function renderApp(admin: InMemoryAdmin, meta = pluginMeta(), page = 'mappings') {
  setBackendSrv(admin.backendSrv());
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
  // The other props are deprecated, and the app does not look at them.
  const props = { meta } as AppRootProps<ConnectionSettings>;
  const visit = { search: '' };
  /** What a browser has around the page: its URL, and the button that goes back. */
  const Browser = () => {
    const [navigate, { search }] = [useNavigate(), useLocation()];
    useEffect(() => {
      visit.search = search;
    });
    return <button onClick={() => navigate(-1)}>Browser: back</button>;
  };
  const view = render(
    <MemoryRouter initialEntries={[`/a/${PLUGIN_ID}/${page}`]} future={ROUTER_V7}>
      <Browser />
      <Routes>
        <Route path={`/a/${PLUGIN_ID}/*`} element={<App {...props} />} />
      </Routes>
    </MemoryRouter>
  );
  return {
    user,
    /** The parameters of the page's URL. */
    url: () => visit.search,
    /** Goes back as the browser's button does. */
    goBack: () => user.click(screen.getByText('Browser: back')),
    ...view,
  };
}

/** Publishes the draft through the review, as an administrator does. */
export async function publish(user: UserEvent): Promise<void> {
  await user.click(screen.getByRole('link', { name: 'Publish…' }));
  const form = within(await screen.findByTestId(testIds.publish.form));
  await user.type(form.getByRole('textbox', { name: /^Comment/ }), 'Because');
  await user.click(form.getByRole('button', { name: 'Publish' }));
  await screen.findByText(/is in force$/);
}

/** jsdom lays nothing out: gives elements a size, without which lists that draw only what is visible draw nothing. */
export function giveElementsASize(): void {
  const size = { width: 300, height: 300, top: 0, left: 0, bottom: 300, right: 300, x: 0, y: 0, toJSON: () => '' };
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(size);
  Object.defineProperties(HTMLElement.prototype, {
    offsetHeight: { configurable: true, value: 300 },
    offsetWidth: { configurable: true, value: 300 },
  });
  const canvas = { measureText: () => ({ width: 10 }) } as unknown as CanvasRenderingContext2D;
  HTMLCanvasElement.prototype.getContext = (() => canvas) as unknown as HTMLCanvasElement['getContext'];
  class NeverResized {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(globalThis, { ResizeObserver: NeverResized, IntersectionObserver: NeverResized });
}
