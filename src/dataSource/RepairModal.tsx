import React from 'react';
import { Button, Modal, Stack, Text } from '@grafana/ui';
import { type DataSource, type DataSourceChange, useChangeDataSource } from '../api/dataSources';
import { t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import { changeLines } from './changeLines';
import { ChangeTable } from './ChangeTable';
import { GrafanaFailure } from './GrafanaFailure';

interface Props {
  dataSource: DataSource;
  change: DataSourceChange;
  onClose: () => void;
}

/** Shows what a repair changes, and makes it. */
export function RepairModal({ dataSource, change, onClose }: Props) {
  const save = useChangeDataSource();
  useReturnFocus();
  const { uid, name } = dataSource;
  return (
    <Modal
      isOpen
      title={t('dataSource.repair.title', 'Repair {{name}}', { name })}
      closeOnBackdropClick={!save.isPending}
      onDismiss={onClose}
    >
      <Stack direction="column" gap={2}>
        <Text element="p">
          {t(
            'dataSource.repair.what',
            'This changes the data source in Grafana at once, for everybody who uses it. Everything else of it stays.'
          )}
        </Text>
        <ChangeTable lines={changeLines(dataSource, change)} />
        {save.isError && <GrafanaFailure error={save.error} />}
      </Stack>
      <Modal.ButtonRow>
        <Button variant="secondary" onClick={onClose} disabled={save.isPending}>
          {t('dataSource.repair.cancel', 'Cancel')}
        </Button>
        <Button
          icon={save.isPending ? 'spinner' : 'wrench'}
          disabled={save.isPending}
          onClick={() => save.mutate({ uid, change }, { onSuccess: onClose })}
        >
          {t('dataSource.repair.submit', 'Repair')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}
