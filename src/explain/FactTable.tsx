import React, { type ReactNode, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { plural } from '../i18n/t';

interface Column<Row> {
  title: string;
  /** A CSS width; the columns without one share the rest. */
  width?: string;
  render: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Rows that count no longer are toned down. */
  isMuted?: (row: Row) => boolean;
}

const SHOWN = 50;

/** A table of answers, in the order in which they came. */
export function FactTable<Row>({ label, columns, rows, rowKey, isMuted }: Props<Row>) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(SHOWN);
  const left = rows.length - shown;
  return (
    <div className={styles.scroll}>
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
          {rows.slice(0, shown).map((row) => (
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
      {left > 0 && (
        <div className={styles.more}>
          <Button variant="secondary" size="sm" onClick={() => setShown(rows.length)}>
            {plural('explain.table.more', left, { one: 'Show {{number}} more', other: 'Show {{number}} more' })}
          </Button>
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({ width: '100%', minWidth: 640, tableLayout: 'fixed' }),
  head: css({
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    textAlign: 'left',
  }),
  row: css({ borderBottom: `1px solid ${theme.colors.border.weak}` }),
  muted: css({ '& > td:not(:first-child)': { opacity: 0.7 } }),
  cell: css({ padding: theme.spacing(1), verticalAlign: 'top', overflowWrap: 'anywhere' }),
  more: css({ marginTop: theme.spacing(1) }),
});
