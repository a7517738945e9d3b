import React, { useState } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { useConfiguration } from '../api/configuration';
import { type Diagnosis, diagnose } from '../api/diagnose';
import { useStatus } from '../api/status';
import { testIds } from '../testIds';
import { LoadingRows } from '../ui/LoadingRows';
import { t } from '../i18n/t';
import { type BeforeTest, readiness } from './readiness';
import { StatusReport } from './StatusReport';

/** Tries the saved connection when the page opens and on request, and says how the proxy and its backends are. */
export function ConnectionTest({ before }: { before: BeforeTest }) {
  const { data, error, isFetching, isLoading, dataUpdatedAt, refetch } = useStatus(before.saved && before.enabled);
  const configuration = useConfiguration(before.saved && before.enabled);
  const [obstacle, setObstacle] = useState<Diagnosis>();
  const test = () => {
    const found = readiness(before);
    setObstacle(found);
    if (found === undefined) {
      void refetch();
      void configuration.refetch();
    }
  };
  const diagnosis = obstacle ?? (error === null ? undefined : diagnose(error.answer));
  return (
    <section aria-label={t('settings.test.title', 'Connection test')}>
      <Stack direction="column" gap={2}>
        <div>
          <Text element="h2" variant="h3">
            {t('settings.test.title', 'Connection test')}
          </Text>
          <Text element="p" color="secondary">
            {t('settings.test.purpose', 'Asks the proxy, through Grafana, how it and its backends are doing.')}
          </Text>
        </div>
        <Stack gap={2} alignItems="center" wrap="wrap">
          <Button
            variant="secondary"
            icon={isFetching ? 'spinner' : 'plug'}
            disabled={isFetching}
            onClick={test}
            data-testid={testIds.configuration.test}
          >
            {isFetching ? t('settings.test.testing', 'Testing') : t('settings.test.button', 'Test connection')}
          </Button>
          {diagnosis === undefined && data !== undefined && (
            <Text color="secondary">
              {t('settings.test.asOf', 'As of {{time}}', {
                time: dateTimeFormat(dataUpdatedAt, { format: 'HH:mm:ss' }),
              })}
            </Text>
          )}
        </Stack>
        <div aria-live="polite" aria-busy={isFetching} data-testid={testIds.configuration.result}>
          {diagnosis !== undefined && (
            <Alert severity={diagnosis.severity} title={diagnosis.title} data-code={diagnosis.code}>
              {diagnosis.whatToDo}
            </Alert>
          )}
          {diagnosis === undefined && isLoading && (
            <LoadingRows label={t('settings.test.asking', 'Asking the proxy')} />
          )}
          {diagnosis === undefined && data !== undefined && (
            <StatusReport status={data} configuration={configuration.data} />
          )}
        </div>
      </Stack>
    </section>
  );
}
