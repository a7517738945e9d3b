import React from 'react';
import { config } from '@grafana/runtime';
import { Alert } from '@grafana/ui';
import { grafanaReason, type TestOutcome } from '../api/dataSources';
import { t } from '../i18n/t';

interface Props {
  outcome: TestOutcome | undefined;
  error: unknown;
}

/** What came of a query through a data source, asked as whoever looks at the page. */
export function TestResult({ outcome, error }: Props) {
  if (outcome === undefined) {
    return error === null ? null : (
      <Alert severity="error" title={t('dataSource.test.failed', 'Grafana could not ask it')} bottomSpacing={0}>
        {grafanaReason(error) || t('dataSource.test.silent', 'Grafana gives no reason. Its log may.')}
      </Alert>
    );
  }
  if (outcome.answered) {
    return <Alert severity="success" title={t('dataSource.test.answered', 'It answers you')} bottomSpacing={0} />;
  }
  // Gatehouse's own refusals begin with its name; then the way there is right.
  return outcome.reason.includes('Gatehouse:') ? (
    <Alert
      severity="info"
      title={t('dataSource.test.refused', 'Gatehouse is reached, and refuses you')}
      bottomSpacing={0}
    >
      {outcome.reason}{' '}
      {!isByOAuth() &&
        t(
          'dataSource.test.password',
          'You are not logged in by OAuth, so Grafana has no token of yours to forward. Try it as somebody who is.'
        )}
    </Alert>
  ) : (
    <Alert severity="error" title={t('dataSource.test.wrong', 'The query failed')} bottomSpacing={0}>
      {outcome.reason}
    </Alert>
  );
}

function isByOAuth(): boolean {
  return config.bootData.user.authenticatedBy.startsWith('oauth');
}
