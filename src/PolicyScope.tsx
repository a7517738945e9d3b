import React, { useMemo } from 'react';
import { config } from '@grafana/runtime';
import { Outlet, useLocation } from 'react-router-dom';
import { useConfiguration } from './api/configuration';
import { usePolicy } from './api/policy';
import { DraftProvider } from './draft/DraftProvider';
import { browserDraftStorage } from './draft/draftStorage';
import { t } from './i18n/t';
import { pageAt } from './pages';
import { FailureState } from './ui/FailureState';
import { LoadingRows } from './ui/LoadingRows';
import { PageFrame } from './ui/PageFrame';

/** Gives its pages the policy in force and one draft: tenants and mappings are published together. */
export function PolicyScope() {
  const { pathname } = useLocation();
  const policy = usePolicy(true);
  const configuration = useConfiguration(true);
  const { orgId, login } = config.bootData.user;
  const storage = useMemo(() => browserDraftStorage(orgId, login), [orgId, login]);

  // A failed refresh leaves what is on the page; only when there is nothing to show it takes the page's place.
  if (policy.data !== undefined && configuration.data !== undefined) {
    return (
      <DraftProvider
        published={policy.data}
        source={policy.data.source}
        configuration={configuration.data}
        storage={storage}
      >
        <Outlet />
      </DraftProvider>
    );
  }
  const error = policy.error ?? configuration.error;
  // Title and menu agree also before there is anything to show.
  return (
    <PageFrame page={pageAt(pathname) ?? 'mappings'}>
      {error === null ? (
        <LoadingRows label={t('pages.loadingPolicy', 'Loading the policy')} />
      ) : (
        <FailureState
          error={error}
          retrying={policy.isFetching || configuration.isFetching}
          onRetry={() => {
            void policy.refetch();
            void configuration.refetch();
          }}
        />
      )}
    </PageFrame>
  );
}
