import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import type { ChangeLine } from './changeLines';

interface Props {
  lines: readonly ChangeLine[];
  /** Nothing was there before. */
  isNew?: boolean;
}

/** What is going to change, field by field. */
export function ChangeTable({ lines, isNew = false }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={t('dataSource.change.label', 'What changes')}>
      <thead>
        <tr>
          <th scope="col">{t('dataSource.change.field', 'Setting')}</th>
          {!isNew && <th scope="col">{t('dataSource.change.before', 'Now')}</th>}
          <th scope="col">{t('dataSource.change.after', 'Then')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            {!isNew && <td>{before}</td>}
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    '& th, & td': {
      padding: theme.spacing(1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
      overflowWrap: 'anywhere',
    },
    '& th': { fontWeight: theme.typography.fontWeightMedium },
    '& thead th': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
  }),
});
