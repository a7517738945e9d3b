import React, { memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Pagination, useStyles2 } from '@grafana/ui';
import { ColumnHead } from './ColumnHead';
import { nextOrder, type SortKey, type SortOrder, sortRows } from './sortRows';
import { useKeepFocus } from './useKeepFocus';

export interface DataColumn<Row> {
  title: string;
  /** Hides the title from sight, not from screen readers: for the column of buttons. */
  hideTitle?: boolean;
  /** A CSS width; the columns without one share the rest. */
  width?: string;
  /** Lets people sort the list by this column. */
  sort?: SortKey<Row>;
  render: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<DataColumn<Row>>;
  /** By name. */
  rows: readonly Row[];
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  /** What the list was searched for: another search starts at the first page. */
  sought?: string;
  rowKey: (row: Row) => string;
  rowTestId: (row: Row) => string;
  /** Rows that count no longer are toned down. */
  isMuted: (row: Row) => boolean;
  testId: string;
}

const PAGE_SIZE = 50;

/** A table that draws one page of rows at a time, so that thousands of rows cost no more than a few. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  order,
  onOrder,
  sought = '',
  rowKey,
  rowTestId,
  isMuted,
  testId,
}: Props<Row>) {
  const styles = useStyles2(getStyles);
  const list = `${order} ${sought}`;
  const [wanted, setWanted] = useState({ list, page: 1 });
  const table = useRef<HTMLTableElement>(null);
  const keepFocus = useKeepFocus(
    (focused) => focused.closest('tr')?.rowIndex ?? 0,
    (row) =>
      [...(table.current?.rows ?? [])]
        .slice(0, row + 1)
        .at(-1)
        ?.querySelector('button')
  );
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = wanted.list === list ? Math.min(wanted.page, pages) : 1;
  const sorted = useMemo(
    () =>
      sortRows(
        rows,
        columns.flatMap(({ sort }) => sort ?? []),
        order
      ),
    [rows, columns, order]
  );
  return (
    <div className={styles.container}>
      <div className={styles.scroll}>
        <table
          ref={table}
          className={styles.table}
          aria-label={label}
          aria-rowcount={rows.length + 1}
          data-testid={testId}
          onFocus={keepFocus}
        >
          <thead>
            <tr>
              {columns.map((column) => (
                <ColumnHead
                  key={column.title}
                  column={column}
                  order={order}
                  onSort={(pressed) => onOrder(nextOrder(order, pressed))}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((row) => (
              <DataRow
                key={rowKey(row)}
                row={row}
                columns={columns}
                className={cx(styles.row, isMuted(row) && styles.muted)}
                cellClassName={styles.cell}
                testId={rowTestId(row)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Pagination
        currentPage={page}
        numberOfPages={pages}
        onNavigate={(to) => setWanted({ list, page: to })}
        hideWhenSinglePage
      />
    </div>
  );
}

interface DataRowProps<Row> {
  row: Row;
  columns: ReadonlyArray<DataColumn<Row>>;
  className: string;
  cellClassName: string;
  testId: string;
}

function PlainDataRow<Row>({ row, columns, className, cellClassName, testId }: DataRowProps<Row>) {
  return (
    <tr className={className} data-testid={testId}>
      {columns.map(({ title, render }) => (
        <td key={title} className={cellClassName}>
          {render(row)}
        </td>
      ))}
    </tr>
  );
}

// Rows that stay on the page while the list around them changes are not drawn again.
const DataRow = memo(PlainDataRow) as typeof PlainDataRow;

const getStyles = (theme: GrafanaTheme2) => ({
  container: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  scroll: css({ overflowX: 'auto' }),
  table: css({ width: '100%', minWidth: 720, tableLayout: 'fixed' }),
  row: css({
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  muted: css({ '& > td:not(:last-child)': { opacity: 0.6 } }),
  cell: css({ padding: theme.spacing(1.5, 1), verticalAlign: 'top', overflowWrap: 'anywhere' }),
});
