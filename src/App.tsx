import React, { lazy, Suspense, useState } from 'react';
import type { AppRootProps } from '@grafana/data';
import { QueryClientProvider } from '@tanstack/react-query';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router-dom';
import { createQueryClient } from './api/queryClient';
import { PATHS, type PageName } from './constants';
import { PLAIN_PAGES, POLICY_PAGES, type Page, pageAt } from './pages';
import { type ConnectionSettings, isConnected } from './settings/connectionSettings';
import { PageBoundary } from './ui/PageBoundary';
import { PageFrame } from './ui/PageFrame';
import { NotConnectedState } from './ui/NotConnectedState';

// The policy's model is loaded with the first page that needs it.
const PolicyScope = lazy(async () => ({ default: (await import('./PolicyScope')).PolicyScope }));

/** The app's pages under /a/gatehouse-tenancy-app. */
export default function App({ meta }: AppRootProps<ConnectionSettings>) {
  const [client] = useState(createQueryClient);
  const { pathname } = useLocation();
  const connected = isConnected(meta);
  const route = ({ page, path, element }: Page) => (
    <Route key={page} path={path} element={connected ? element : <NotConnected page={page} />} />
  );
  return (
    <QueryClientProvider client={client}>
      <PageBoundary page={pageAt(pathname) ?? 'overview'}>
        <Suspense>
          <Routes>
            {PLAIN_PAGES.map(route)}
            {/* One scope around all of them: a step on one page can be undone on another. */}
            <Route element={connected ? <PolicyScope /> : <Outlet />}>{POLICY_PAGES.map(route)}</Route>
            <Route path="*" element={<Navigate to={PATHS.overview} replace />} />
          </Routes>
        </Suspense>
      </PageBoundary>
    </QueryClientProvider>
  );
}

function NotConnected({ page }: { page: PageName }) {
  return (
    <PageFrame page={page}>
      <NotConnectedState />
    </PageFrame>
  );
}
