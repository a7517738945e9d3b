import React, { memo, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { ColumnHead } from './ColumnHead';
import { SelectAllHead } from './SelectAllHead';
import { SelectCell } from './SelectCell';
import { nextOrder, type SortKey, type SortOrder, sortRows } from './sortRows';
import { type GridBehaviour, useGrid } from './useGrid';
import { useKeepFocus } from './useKeepFocus';

export interface DataColumn<Row> {
  title: string;
  /** Hides the title from sight, not from screen readers: for the column of buttons. */
  hideTitle?: boolean;
  /** A CSS width; the columns without one share the rest. */
  width?: string;
  /** Lets people sort the list by this column. */
  sort?: SortKey<Row>;
  /** @param tabIndex of the buttons in it: 0 when Tab shall stop there */
  render: (row: Row, tabIndex: 0 | -1) => ReactNode;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: ReadonlyArray<DataColumn<Row>>;
  /** By name, or in the order itself when `sorted` says so. */
  rows: readonly Row[];
  sorted?: boolean;
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  /** What the list was searched and filtered for: another search starts at the top. */
  sought?: string;
  rowKey: (row: Row) => string;
  rowTestId: (row: Row) => string;
  /** Rows that count no longer are toned down. */
  isMuted: (row: Row) => boolean;
  /** Makes a grid of the table: rows that are walked through by keyboard, opened and selected. */
  grid?: GridBehaviour<Row>;
  testId: string;
}

/** Lists up to this length are drawn as a whole; of longer ones what is in sight, in a box that scrolls. */
const WHOLE = 50;
/** Rows that are drawn above and below what is in sight. */
const OVERSCAN = 3;
/** Of a row that was not drawn yet, and of the head of the table, in pixels. */
const ROW_HEIGHT = 56;
const HEAD_HEIGHT = 38;

/** A table that draws only the rows that are in sight, so that thousands of rows cost no more than a few. */
export function DataTable<Row>({
  label,
  columns,
  rows: given,
  sorted = false,
  order,
  onOrder,
  sought = '',
  rowKey,
  rowTestId,
  isMuted,
  grid,
  testId,
}: Props<Row>) {
  const styles = useStyles2(getStyles);
  const table = useRef<HTMLTableElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () =>
      sorted
        ? given
        : sortRows(
            given,
            columns.flatMap(({ sort }) => sort ?? []),
            order
          ),
    [given, sorted, columns, order]
  );
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const long = rows.length > WHOLE;

  const activeRow = useRef(0);
  // Nothing here is memoized by React's compiler, which this could not bear.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: long,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keys[index] ?? index,
    overscan: OVERSCAN,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    // The row that Tab leads to is always there; else the keyboard would be nowhere after scrolling.
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), activeRow.current), []),
  });
  const { active, setActive, select, onKeyDown } = useGrid({
    grid,
    rows,
    keys,
    table,
    showRow: (index) => {
      activeRow.current = index;
      if (long) {
        virtualizer.scrollToIndex(index);
      } else {
        table.current?.querySelector(`tr[data-index="${index}"]`)?.scrollIntoView?.({ block: 'nearest' });
      }
    },
  });
  useEffect(() => {
    activeRow.current = active;
  }, [active]);
  const list = `${order} ${sought}`;
  const shownList = useRef(list);
  useEffect(() => {
    if (shownList.current !== list) {
      shownList.current = list;
      scroller.current?.scrollTo?.({ top: 0 });
    }
  }, [list]);

  const keepFocus = useKeepFocus(
    (focused) => indexOf(focused) ?? 0,
    (index) => {
      const drawn = [...(table.current?.querySelectorAll<HTMLElement>('tr[data-index]') ?? [])];
      return (drawn.find((row) => indexOf(row) === index) ?? drawn.at(-1))?.querySelector('button');
    }
  );
  const drawn = long ? virtualizer.getVirtualItems() : rows.map((_, index) => ({ index, start: 0, end: 0 }));
  const total = long ? virtualizer.getTotalSize() + HEAD_HEIGHT : 0;
  const width = columns.length + (grid?.selection === undefined ? 0 : 1);
  return (
    <div ref={scroller} className={cx(styles.scroll, long && styles.box)}>
      <table
        ref={table}
        className={styles.table}
        role={grid === undefined ? undefined : 'grid'}
        aria-multiselectable={grid?.selection === undefined ? undefined : true}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        data-testid={testId}
        onFocus={(event) => {
          keepFocus(event);
          const index = indexOf(event.target);
          if (index !== undefined) {
            setActive(index);
          }
        }}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {grid?.selection !== undefined && <SelectAllHead keys={keys} selection={grid.selection} />}
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
          {drawn.flatMap(({ index, start }, place) => {
            const row = rows[index];
            const key = keys[index];
            if (row === undefined || key === undefined) {
              return [];
            }
            const gap = start - (drawn[place - 1]?.end ?? (long ? HEAD_HEIGHT : 0));
            return [
              ...(gap > 0 ? [<Gap key={`gap ${place}`} height={gap} columns={width} />] : []),
              <DataRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                className={cx(styles.row, isMuted(row) && styles.muted)}
                cellClassName={styles.cell}
                testId={rowTestId(row)}
                place={grid === undefined ? 'none' : index === active ? 'active' : 'other'}
                selectLabel={grid?.selection?.label}
                selected={grid?.selection?.selected.has(key)}
                onSelect={select}
                measure={long ? virtualizer.measureElement : undefined}
              />,
            ];
          })}
          {long && <Gap height={total - (drawn.at(-1)?.end ?? HEAD_HEIGHT)} columns={width} />}
        </tbody>
      </table>
    </div>
  );
}

/** Takes the place of rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}

interface DataRowProps<Row> {
  row: Row;
  index: number;
  columns: ReadonlyArray<DataColumn<Row>>;
  className: string;
  cellClassName: string;
  testId: string;
  /** Whether the row is a stop of Tab; `none` where every button is one. */
  place: 'active' | 'other' | 'none';
  selectLabel: ((row: Row) => string) | undefined;
  selected: boolean | undefined;
  onSelect: (index: number, upTo: boolean) => void;
  measure: ((element: HTMLElement | null) => void) | undefined;
}

function PlainDataRow<Row>({
  row,
  index,
  columns,
  className,
  cellClassName,
  testId,
  place,
  selectLabel,
  selected,
  onSelect,
  measure,
}: DataRowProps<Row>) {
  const tabIndex = place === 'other' ? -1 : 0;
  return (
    <tr
      ref={measure}
      className={className}
      data-testid={testId}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={place === 'none' ? undefined : tabIndex}
    >
      {selectLabel !== undefined && (
        <SelectCell
          label={selectLabel(row)}
          checked={selected === true}
          tabIndex={tabIndex}
          className={cellClassName}
          onSelect={(upTo) => onSelect(index, upTo)}
        />
      )}
      {columns.map(({ title, render }) => (
        <td key={title} className={cellClassName}>
          {render(row, tabIndex)}
        </td>
      ))}
    </tr>
  );
}

// Rows that stay on the page while the list around them changes are not drawn again.
const DataRow = memo(PlainDataRow) as typeof PlainDataRow;

function withRow(indexes: number[], row: number): number[] {
  return indexes.includes(row) ? indexes : [...indexes, row].sort((a, b) => a - b);
}

function indexOf(element: HTMLElement): number | undefined {
  const index = element.closest<HTMLElement>('tr[data-index]')?.dataset.index;
  return index === undefined ? undefined : Number(index);
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  // As high as the window leaves room for, so that the page itself need not be scrolled; the head stays in sight.
  box: css({
    overflowY: 'auto',
    height: `max(${theme.spacing(45)}, calc(100vh - ${theme.spacing(50)}))`,
    overscrollBehavior: 'contain',
    // The list holds its place itself.
    overflowAnchor: 'none',
    '& thead th': { position: 'sticky', top: 0, zIndex: 1, background: theme.colors.background.primary },
  }),
  table: css({ width: '100%', minWidth: 720, tableLayout: 'fixed' }),
  row: css({
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
    // The grey of other selections leaves the secondary text too little contrast.
    '&[aria-selected="true"]': { background: theme.colors.primary.transparent },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  muted: css({ color: theme.colors.text.secondary }),
  cell: css({ padding: theme.spacing(1.5, 1), verticalAlign: 'top', overflowWrap: 'anywhere' }),
});
