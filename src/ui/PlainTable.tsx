import React, { type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { tableHeadStyle } from './tableHeadStyle';

export interface PlainColumn<Row> {
  title: string;
  /** A CSS width; the columns without one share the rest. */
  width?: string;
  render: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<PlainColumn<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Rows that count no longer are toned down. */
  isMuted?: (row: Row) => boolean;
}

/** A table of a few rows, in the order in which they come. */
export function PlainTable<Row>({ label, columns, rows, rowKey, isMuted }: Props<Row>) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, width }) => (
            <th key={title} scope="col" className={styles.head} style={{ width }}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={cx(styles.row, isMuted?.(row) === true && styles.muted)}>
            {columns.map(({ title, render }) => (
              <td key={title} className={styles.cell}>
                {render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ width: '100%', tableLayout: 'fixed' }),
  head: tableHeadStyle(theme),
  row: css({
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  muted: css({ '& > td:not(:first-child)': { opacity: 0.7 } }),
  cell: css({ padding: theme.spacing(1), verticalAlign: 'top', overflowWrap: 'anywhere' }),
});
