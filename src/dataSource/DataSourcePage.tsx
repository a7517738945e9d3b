import React, { useState } from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import { useAbility } from '../api/ability';
import { type DataSource, useDataSourcePlugins, useDataSources, VICTORIA_METRICS } from '../api/dataSources';
import { usePluginSettings } from '../api/pluginSettings';
import { useStatus } from '../api/status';
import { t } from '../i18n/t';
import { guessDataUrl } from '../settings/guessDataUrl';
import { testIds } from '../testIds';
import { FailureState } from '../ui/FailureState';
import { LoadingRows } from '../ui/LoadingRows';
import { PageFrame } from '../ui/PageFrame';
import { StatePanel } from '../ui/StatePanel';
import { useDialogInUrl } from '../ui/useDialogInUrl';
import { CreateDataSourceModal } from './CreateDataSourceModal';
import { CredentialRepairModal } from './CredentialRepairModal';
import { DataSourceCard } from './DataSourceCard';
import { DataUrlForm } from './DataUrlForm';
import { type DataSourceFinding, judgeDataSource, type Surroundings } from './judgeDataSource';
import { RepairModal } from './RepairModal';
import { useSurroundings } from './useSurroundings';

const DIALOGS: ReadonlyArray<'add'> = ['add'];

/** The data sources of this Grafana: which lead through Gatehouse, what is wrong with them, and a way to add one. */
export function DataSourcePage() {
  const settings = usePluginSettings();
  const status = useStatus(true);
  const dataSources = useDataSources();
  const plugins = useDataSourcePlugins();
  const surroundings = useSurroundings();
  const { dialog, open, close } = useDialogInUrl(DIALOGS);
  const [createdUid, setCreatedUid] = useState<string>();

  if (status.data === undefined && status.error !== null) {
    return (
      <PageFrame page="dataSource">
        <FailureState error={status.error} retrying={status.isFetching} onRetry={() => void status.refetch()} />
      </PageFrame>
    );
  }
  if (dataSources.isError || settings.isError) {
    return (
      <PageFrame page="dataSource">
        <NotAllowed
          onRetry={() => {
            void dataSources.refetch();
            void settings.refetch();
          }}
        />
      </PageFrame>
    );
  }
  if (status.data === undefined || dataSources.data === undefined || settings.data === undefined) {
    return (
      <PageFrame page="dataSource">
        <LoadingRows label={t('dataSource.page.loading', 'Loading the data sources')} />
      </PageFrame>
    );
  }
  const { dataUrl, proxyUrl } = settings.data.jsonData;
  const add = (
    <Button icon="plus" onClick={() => open('add')}>
      {t('dataSource.page.add', 'Add data source')}
    </Button>
  );
  return (
    <PageFrame page="dataSource" actions={surroundings !== undefined && dataSources.data.length > 0 ? add : undefined}>
      <Stack direction="column" gap={3}>
        <DataUrlForm saved={dataUrl === '' ? undefined : dataUrl} guess={guessDataUrl(proxyUrl)} />
        {surroundings !== undefined &&
          (dataSources.data.length === 0 ? (
            <StatePanel
              icon="database"
              title={t('dataSource.page.empty', 'No data source asks metrics yet')}
              testId={testIds.states.empty}
              actions={add}
            >
              {t(
                'dataSource.page.emptyHelp',
                'Add one that leads through Gatehouse: it forwards who asks, and everybody sees their own tenants through it.'
              )}
            </StatePanel>
          ) : (
            <DataSourceList dataSources={dataSources.data} surroundings={surroundings} createdUid={createdUid} />
          ))}
      </Stack>
      {dialog !== undefined && surroundings !== undefined && (
        <CreateDataSourceModal
          surroundings={surroundings}
          takenNames={dataSources.data.map(({ name }) => name)}
          hasVictoriaMetrics={plugins?.has(VICTORIA_METRICS) === true}
          onCreated={(uid) => {
            setCreatedUid(uid);
            close();
          }}
          onClose={close}
        />
      )}
    </PageFrame>
  );
}

interface ListProps {
  dataSources: readonly DataSource[];
  surroundings: Surroundings;
  createdUid: string | undefined;
}

function DataSourceList({ dataSources, surroundings, createdUid }: ListProps) {
  const ability = useAbility();
  const [repair, setRepair] = useState<{ dataSource: DataSource; finding: DataSourceFinding }>();
  const closeRepair = () => setRepair(undefined);
  const judged = dataSources.map((dataSource) => ({
    dataSource,
    judgement: judgeDataSource(dataSource, surroundings),
  }));
  const passing = judged.filter(({ judgement }) => judgement.destination === 'past-gatehouse');
  return (
    <>
      {passing.length > 0 && (
        <Alert
          severity="error"
          title={t('dataSource.page.passing', 'Some data sources go past Gatehouse: {{names}}', {
            names: passing.map(({ dataSource }) => dataSource.name).join(', '),
          })}
          bottomSpacing={0}
        >
          {t('dataSource.page.passingHelp', 'Whoever may query them sees every tenant, whatever the policy says.')}
        </Alert>
      )}
      {judged.map(({ dataSource, judgement }) => (
        <DataSourceCard
          key={dataSource.uid}
          dataSource={dataSource}
          judgement={judgement}
          isNew={dataSource.uid === createdUid}
          administer={ability?.administer === true}
          onRepair={(finding) => setRepair({ dataSource, finding })}
        />
      ))}
      {repair?.finding.repair !== undefined && (
        <RepairModal dataSource={repair.dataSource} change={repair.finding.repair} onClose={closeRepair} />
      )}
      {repair?.finding.code === 'rules-refused' && (
        <CredentialRepairModal dataSource={repair.dataSource} onClose={closeRepair} />
      )}
    </>
  );
}

function NotAllowed({ onRetry }: { onRetry: () => void }) {
  return (
    <StatePanel
      icon="lock"
      title={t('dataSource.page.forbidden', 'Grafana does not show you its data sources')}
      role="alert"
      testId={testIds.states.forbidden}
      actions={<Button onClick={onRetry}>{t('dataSource.page.retry', 'Try again')}</Button>}
    >
      {t(
        'dataSource.page.forbiddenHelp',
        'Only administrators of this Grafana organization can see and change data sources. If you are one, try again.'
      )}
    </StatePanel>
  );
}
