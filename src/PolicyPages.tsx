import React, { useMemo } from 'react';
import { config } from '@grafana/runtime';
import { Route, Routes, useLocation } from 'react-router-dom';
import { useConfiguration } from './api/configuration';
import { usePolicy } from './api/policy';
import { DraftProvider } from './draft/DraftProvider';
import { browserDraftStorage } from './draft/draftStorage';
import { MappingsPage } from './mappings/MappingsPage';
import { PolicyFrame } from './PolicyFrame';
import { PolicySettingsPage } from './policySettings/PolicySettingsPage';
import { TenantsPage } from './tenants/TenantsPage';
import { FailureState } from './ui/FailureState';
import { LoadingRows } from './ui/LoadingRows';
import { NotConnectedState } from './ui/NotConnectedState';

/** The pages that edit the policy: they share one draft, so that tenants and mappings are published together. */
export function PolicyPages({ connected }: { connected: boolean }) {
  const policy = usePolicy(connected);
  const configuration = useConfiguration(connected);
  const { orgId, login } = config.bootData.user;
  // Title and menu agree also before there is anything to show.
  const { pathname } = useLocation();
  const active = pathname.endsWith('/tenants') ? 'tenants' : pathname.endsWith('/settings') ? 'settings' : 'mappings';
  const storage = useMemo(() => browserDraftStorage(orgId, login), [orgId, login]);

  if (!connected) {
    return (
      <PolicyFrame active={active}>
        <NotConnectedState />
      </PolicyFrame>
    );
  }
  // A failed refresh leaves what is on the page; only when there is nothing to show it takes the page's place.
  if (policy.data !== undefined && configuration.data !== undefined) {
    return (
      <DraftProvider
        published={policy.data}
        source={policy.data.source}
        configuration={configuration.data}
        storage={storage}
      >
        <Routes>
          <Route path="tenants" element={<TenantsPage />} />
          <Route path="settings" element={<PolicySettingsPage />} />
          <Route path="*" element={<MappingsPage />} />
        </Routes>
      </DraftProvider>
    );
  }
  const error = policy.error ?? configuration.error;
  return (
    <PolicyFrame active={active}>
      {error === null ? (
        <LoadingRows label="Loading the policy" />
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
    </PolicyFrame>
  );
}
