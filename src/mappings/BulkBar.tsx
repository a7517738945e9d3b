import React, { lazy, Suspense, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Mapping, Tenant } from '@gatehouse/model';
import { Button, useStyles2 } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { plural, t } from '../i18n/t';
import type { BulkChange } from './bulkEdits';

// Forms are loaded when somebody opens one.
const BulkChangeModal = lazy(async () => ({ default: (await import('./BulkChangeModal')).BulkChangeModal }));

interface Props {
  /** Those that are selected and listed. */
  rows: ReadonlyArray<DraftRow<Mapping>>;
  tenants: readonly Tenant[];
  onChange: (change: BulkChange) => void;
  onRevert: () => void;
  onClear: () => void;
}

/** What can be done to the selected mappings, each as one step that can be undone. */
export function BulkBar({ rows, tenants, onChange, onRevert, onClear }: Props) {
  const styles = useStyles2(getStyles);
  const [changing, setChanging] = useState(false);
  const present = rows.filter(({ change }) => change !== 'removed').map(({ item }) => item);
  const isDisabled = present.some(({ enabled }) => !enabled);
  const isEnabled = present.some(({ enabled }) => enabled);
  return (
    <div role="toolbar" aria-label={t('mappings.bulk.toolbar', 'Selected mappings')} className={styles.bar}>
      <span role="status" className={styles.count}>
        {plural('mappings.bulk.selected', rows.length, { one: '{{number}} selected', other: '{{number}} selected' })}
      </span>
      <Button
        size="sm"
        variant="secondary"
        icon="play"
        disabled={!isDisabled}
        onClick={() => onChange({ kind: 'enable' })}
      >
        {t('mappings.bulk.enable', 'Enable')}
      </Button>
      <Button
        size="sm"
        variant="secondary"
        icon="pause"
        disabled={!isEnabled}
        onClick={() => onChange({ kind: 'disable' })}
      >
        {t('mappings.bulk.disable', 'Disable')}
      </Button>
      <Button
        size="sm"
        variant="secondary"
        icon="pen"
        disabled={present.length === 0}
        onClick={() => setChanging(true)}
      >
        {t('mappings.bulk.change', 'Change…')}
      </Button>
      <Button
        size="sm"
        variant="secondary"
        icon="history-alt"
        disabled={rows.every(({ change }) => change === undefined)}
        onClick={onRevert}
      >
        {t('mappings.bulk.revert', 'Revert')}
      </Button>
      <Button
        size="sm"
        variant="destructive"
        fill="outline"
        icon="trash-alt"
        disabled={present.length === 0}
        onClick={() => onChange({ kind: 'remove' })}
      >
        {t('mappings.bulk.remove', 'Remove')}
      </Button>
      <Button size="sm" variant="secondary" fill="text" icon="times" onClick={onClear}>
        {t('mappings.bulk.clear', 'Clear selection')}
      </Button>
      {changing && (
        <Suspense>
          <BulkChangeModal
            mappings={present}
            tenants={tenants}
            onChange={(change) => {
              setChanging(false);
              onChange(change);
            }}
            onClose={() => setChanging(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  count: css({ marginRight: theme.spacing(1), fontWeight: theme.typography.fontWeightMedium }),
});
