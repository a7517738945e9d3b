import React from 'react';
import { Alert } from '@grafana/ui';
import { grafanaReason } from '../api/dataSources';
import { t } from '../i18n/t';

/** Why Grafana did not change a data source, in its own words. */
export function GrafanaFailure({ error }: { error: unknown }) {
  const reason = grafanaReason(error);
  return (
    <Alert severity="error" title={t('dataSource.failure.title', 'Grafana did not save it')} bottomSpacing={0}>
      {reason === ''
        ? t('dataSource.failure.silent', 'Grafana gives no reason. Look at the list before you try again.')
        : t('dataSource.failure.reason', 'Grafana says: {{reason}}', { reason })}
    </Alert>
  );
}
