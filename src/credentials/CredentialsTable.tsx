import React, { memo, useMemo } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Text, Tooltip, useStyles2 } from '@grafana/ui';
import type { Credential } from '../api/credentials';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { compareTexts, type SortOrder } from '../ui/sortRows';
import { CredentialActions, type CredentialActionHandlers } from './CredentialActions';
import { compareCredentialStates } from './credentialState';
import { CredentialStateLabel } from './CredentialStateLabel';
import { MappingsOfService } from './MappingsOfService';

interface Props extends CredentialActionHandlers {
  /** By name. */
  credentials: readonly Credential[];
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  sought: string;
  /** The admin token allows changes. */
  editable: boolean;
  now: number;
}

/** Credentials, one a row. */
export const CredentialsTable = memo(function CredentialsTable({
  credentials,
  order,
  onOrder,
  sought,
  editable,
  now,
  onEdit,
  onRotate,
  onRevoke,
}: Props) {
  const columns = useMemo((): Array<DataColumn<Credential>> => {
    const actions: DataColumn<Credential> = {
      title: t('credentials.table.actions', 'Actions'),
      hideTitle: true,
      width: '104px',
      render: (credential) => <CredentialActions credential={credential} {...{ onEdit, onRotate, onRevoke }} />,
    };
    return [
      {
        title: t('credentials.table.name', 'Name'),
        width: '20%',
        sort: { key: 'name', compare: (a, b) => compareTexts(a.name, b.name) },
        render: (credential) => <NameCell credential={credential} />,
      },
      {
        title: t('credentials.table.mappings', 'Mappings'),
        width: '20%',
        render: (credential) => <MappingsOfService credential={credential} />,
      },
      {
        title: t('credentials.table.created', 'Created'),
        width: '15%',
        sort: { key: 'created', compare: (a, b) => compareTexts(a.createdAt, b.createdAt) },
        render: ({ createdAt, createdBy }) => (
          <>
            <When time={createdAt} />
            <Text element="p" color="secondary" variant="bodySmall">
              {t('credentials.table.createdBy', 'by {{name}}', { name: createdBy })}
            </Text>
          </>
        ),
      },
      {
        title: t('credentials.table.lastUsed', 'Last used'),
        width: '10%',
        sort: { key: 'used', compare: (a, b) => compareTexts(a.lastUsedAt ?? '', b.lastUsedAt ?? '') },
        render: ({ lastUsedAt }) =>
          lastUsedAt === null ? (
            <Text color="secondary">{t('credentials.table.neverUsed', 'Never')}</Text>
          ) : (
            <When time={lastUsedAt} />
          ),
      },
      {
        title: t('credentials.table.expires', 'Expires'),
        width: '10%',
        sort: { key: 'expires', compare: (a, b) => compareTexts(a.expiresAt ?? '~', b.expiresAt ?? '~') },
        render: ({ expiresAt }) =>
          expiresAt === null ? (
            <Text color="secondary">{t('credentials.table.noEnd', 'Does not')}</Text>
          ) : (
            <When time={expiresAt} />
          ),
      },
      {
        title: t('credentials.table.state', 'State'),
        width: '100px',
        sort: { key: 'state', compare: (a, b) => compareCredentialStates(a, b, now) },
        render: (credential) => <CredentialStateLabel credential={credential} now={now} />,
      },
      ...(editable ? [actions] : []),
    ];
  }, [editable, now, onEdit, onRotate, onRevoke]);
  return (
    <DataTable
      label={t('credentials.table.label', 'Credentials')}
      columns={columns}
      rows={credentials}
      order={order}
      onOrder={onOrder}
      sought={sought}
      rowKey={({ id }) => id}
      rowTestId={({ id }) => testIds.credentials.row(id)}
      isMuted={({ state }) => state !== 'live'}
      testId={testIds.credentials.table}
    />
  );
});

function NameCell({ credential: { name, comment, prefix } }: { credential: Credential }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.name}>{name}</span> <code className={styles.prefix}>{`${prefix}…`}</code>
      {comment !== '' && (
        <Text element="p" color="secondary" variant="bodySmall">
          {comment}
        </Text>
      )}
    </>
  );
}

/** A time as people say it; the exact one is in the tooltip. */
function When({ time }: { time: string }) {
  return (
    <Tooltip content={dateTimeFormat(time)}>
      <time dateTime={time}>{dateTimeFormatTimeAgo(time)}</time>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ fontWeight: theme.typography.fontWeightMedium }),
  prefix: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
