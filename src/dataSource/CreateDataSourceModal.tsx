import React, { useState } from 'react';
import { Button, Combobox, Field, Input, Modal, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { dataSourceTypeName, PROMETHEUS, useCreateDataSource, VICTORIA_METRICS } from '../api/dataSources';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { changeLines } from './changeLines';
import { ChangeTable } from './ChangeTable';
import { GrafanaFailure } from './GrafanaFailure';
import { prometheusSettings, type Surroundings } from './judgeDataSource';

interface Props {
  surroundings: Surroundings;
  takenNames: readonly string[];
  /** VictoriaMetrics' plugin is installed. */
  hasVictoriaMetrics: boolean;
  onCreated: (uid: string) => void;
  onClose: () => void;
}

/** Adds a data source that leads through Gatehouse, with the settings that takes. */
export function CreateDataSourceModal({ surroundings, takenNames, hasVictoriaMetrics, onCreated, onClose }: Props) {
  const { dataUrl, backends, tenants = [] } = surroundings;
  const create = useCreateDataSource();
  useReturnFocus();
  const [type, setType] = useState(PROMETHEUS);
  const [path, setPath] = useState(backends.length > 1 ? `/backend/${backends[0]?.name ?? ''}` : '');
  const [typed, setTyped] = useState<string>();
  const [tried, setTried] = useState(false);
  const name = typed ?? suggestedName(path);
  const problem = nameProblem(name, takenNames);
  // Once it is made, the list has the name, and that is no problem.
  const shownProblem = tried && (create.isIdle || create.isError) ? problem : undefined;
  const url = `${dataUrl}${path}`;
  const kind = backends.find((backend) => path === `/backend/${backend.name}`)?.kind ?? backends[0]?.kind;
  const jsonData = {
    httpMethod: 'POST',
    oauthPassThru: true,
    ...(type === PROMETHEUS && prometheusSettings(kind)),
  };
  const { httpMethod: _method, ...shown } = jsonData;
  const lines = changeLines(EMPTY, { url, access: 'proxy', jsonData: shown });
  const submit = () => {
    setTried(true);
    if (problem === undefined) {
      create.mutate({ name: name.trim(), type, url, jsonData }, { onSuccess: onCreated });
    }
  };
  return (
    <Modal
      isOpen
      title={t('dataSource.create.title', 'Add a data source')}
      closeOnBackdropClick={typed === undefined}
      onDismiss={onClose}
    >
      <form
        noValidate
        aria-label={t('dataSource.create.form', 'New data source')}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack direction="column" gap={2}>
          {hasVictoriaMetrics && (
            <Field
              label={t('dataSource.create.type', 'Type')}
              description={t(
                'dataSource.create.typeHelp',
                'VictoriaMetrics’ plugin knows MetricsQL; alert rules need Prometheus.'
              )}
              noMargin
            >
              <RadioButtonGroup
                aria-label={t('dataSource.create.type', 'Type')}
                options={[PROMETHEUS, VICTORIA_METRICS].map((value) => ({ value, label: dataSourceTypeName(value) }))}
                value={type}
                onChange={setType}
              />
            </Field>
          )}
          <Field
            label={t('dataSource.create.leads', 'Leads to')}
            description={t(
              'dataSource.create.leadsHelp',
              'Everybody sees their own tenants through it, and within them what their mappings let through.'
            )}
            htmlFor="data-source-path"
            noMargin
          >
            <Combobox
              id="data-source-path"
              options={[
                ...(backends.length > 1
                  ? []
                  : [{ value: '', label: t('dataSource.create.all', 'All tenants that somebody may read') }]),
                ...(backends.length > 1 ? backends : []).map((backend) => ({
                  value: `/backend/${backend.name}`,
                  label: t('dataSource.create.backend', 'All tenants on {{name}} that somebody may read', {
                    name: backend.name,
                  }),
                })),
                ...tenants.map((tenant) => ({
                  value: `/tenant/${tenant}`,
                  label: t('dataSource.create.tenant', 'Only the tenant {{tenant}}', { tenant }),
                })),
              ]}
              value={path}
              onChange={({ value }) => setPath(value)}
            />
          </Field>
          <Field
            label={t('dataSource.create.name', 'Name')}
            htmlFor="data-source-name"
            required
            invalid={shownProblem !== undefined}
            error={shownProblem}
            noMargin
          >
            <Input
              id="data-source-name"
              value={name}
              autoComplete="off"
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Field>
          <div>
            <Text element="p" color="secondary">
              {t('dataSource.create.settings', 'These settings are made; all others are Grafana’s own:')}
            </Text>
            <ChangeTable lines={lines} isNew />
          </div>
          {create.isError && <GrafanaFailure error={create.error} />}
        </Stack>
        <Modal.ButtonRow>
          <Button variant="secondary" onClick={onClose} disabled={create.isPending}>
            {t('dataSource.create.cancel', 'Cancel')}
          </Button>
          <Button type="submit" icon={create.isPending ? 'spinner' : undefined} disabled={create.isPending}>
            {t('dataSource.create.submit', 'Add and test')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}

const EMPTY = {
  uid: '',
  name: '',
  type: PROMETHEUS,
  access: '',
  url: '',
  basicAuth: false,
  isDefault: false,
  readOnly: false,
  jsonData: {},
};

function suggestedName(path: string): string {
  const last = path.split('/').at(-1) ?? '';
  return last === '' ? 'Gatehouse' : `Gatehouse ${last}`;
}

function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') {
    return t('dataSource.create.nameMissing', 'Enter a name: dashboards and people find the data source by it.');
  }
  return taken.includes(name.trim())
    ? t('dataSource.create.nameTaken', 'Another data source has this name. Choose another one.')
    : undefined;
}
