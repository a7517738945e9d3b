import React, { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { PATHS, type PageName } from './constants';
import { t } from './i18n/t';
import { LoadingRows } from './ui/LoadingRows';
import { PageFrame } from './ui/PageFrame';

/** A page, and what is shown there once the app is connected. */
export interface Page {
  page: PageName;
  /** Below the app's own path. */
  path: string;
  element: ReactNode;
}

function pageOf(page: PageName, load: () => Promise<ComponentType>): Page {
  const Content = lazy(async () => ({ default: await load() }));
  const loading = (
    <PageFrame page={page}>
      <LoadingPage />
    </PageFrame>
  );
  return {
    page,
    path: PATHS[page].split('/').at(-1) ?? '',
    element: (
      <Suspense fallback={loading}>
        <Content />
      </Suspense>
    ),
  };
}

// Texts are read when they are drawn, not when this module is loaded.
function LoadingPage() {
  return <LoadingRows label={t('pages.loading', 'Loading the page')} />;
}

/** The pages that edit or show the policy, and so need the policy in force and the draft. Each is loaded when it is opened. */
export const POLICY_PAGES: readonly Page[] = [
  pageOf('mappings', async () => (await import('./mappings/MappingsPage')).MappingsPage),
  pageOf('tenants', async () => (await import('./tenants/TenantsPage')).TenantsPage),
  pageOf('settings', async () => (await import('./policySettings/PolicySettingsPage')).PolicySettingsPage),
  pageOf('publish', async () => (await import('./publish/PublishPage')).PublishPage),
  pageOf('explain', async () => (await import('./explain/ExplainPage')).ExplainPage),
];

/** The pages that need no policy: they say something also when the policy cannot be had. */
export const PLAIN_PAGES: readonly Page[] = [
  pageOf('overview', async () => (await import('./overview/OverviewPage')).OverviewPage),
  pageOf('activity', async () => (await import('./activity/ActivityPage')).ActivityPage),
  pageOf('history', async () => (await import('./history/HistoryPage')).HistoryPage),
  pageOf('credentials', async () => (await import('./credentials/CredentialsPage')).CredentialsPage),
  pageOf('dataSource', async () => (await import('./dataSource/DataSourcePage')).DataSourcePage),
];

/** @returns the page that a path of the app names; nothing for a path that names none */
export function pageAt(pathname: string): PageName | undefined {
  const steps = pathname.split('/');
  return [...POLICY_PAGES, ...PLAIN_PAGES].find(({ path }) => steps.includes(path))?.page;
}
