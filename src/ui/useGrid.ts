import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { selectRange, type SelectedKeys } from './rowSelection';

/** What a list of rows can do besides being read: be walked through by keyboard, opened and selected. */
export interface GridBehaviour<Row> {
  /** What Enter does on a row. */
  onOpen: (row: Row) => void;
  /** Left out where nothing can be selected. */
  selection?: {
    selected: SelectedKeys;
    onSelect: (selected: SelectedKeys) => void;
    /** Names the checkbox of a row. */
    label: (row: Row) => string;
    /** Names the checkbox of all rows. */
    labelOfAll: string;
  };
}

interface Options<Row> {
  grid: GridBehaviour<Row> | undefined;
  rows: readonly Row[];
  /** Of the rows, in the same order. */
  keys: readonly string[];
  table: RefObject<HTMLTableElement | null>;
  /** Brings a row into sight. */
  showRow: (index: number) => void;
}

/** As many rows as are about in sight. */
const PAGE = 10;

/**
 * The keyboard's way through a list, as in an ARIA grid: one row is a stop of Tab, with its buttons behind it; arrows, Home, End,
 * Page Up and Page Down go from row to row, left and right to the row's buttons. Space selects, with Shift up to there; Ctrl+A
 * selects all, Escape none, Enter opens.
 */
export function useGrid<Row>({ grid, rows, keys, table, showRow }: Options<Row>) {
  const [wanted, setActive] = useState(0);
  const active = Math.max(0, Math.min(wanted, rows.length - 1));
  const anchor = useRef(0);
  const toFocus = useRef<number>(undefined);
  const latest = useRef({ grid, keys });
  useEffect(() => {
    latest.current = { grid, keys };
  });

  // The row may have to be drawn first.
  useEffect(() => {
    if (toFocus.current !== undefined) {
      const row = rowAt(table.current, toFocus.current);
      if (row !== undefined) {
        toFocus.current = undefined;
        row.focus({ preventScroll: true });
      }
    }
  });

  const goTo = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1));
    setActive(to);
    showRow(to);
    toFocus.current = to;
    if (to === active) {
      rowAt(table.current, to)?.focus({ preventScroll: true });
    }
    return to;
  };

  /** Selects a row or takes it out; with Shift all rows from the last one up to it. */
  const select = useCallback((index: number, upTo: boolean) => {
    const { grid: now, keys: all } = latest.current;
    const key = all[index];
    if (now?.selection === undefined || key === undefined) {
      return;
    }
    const { selected, onSelect } = now.selection;
    const on = upTo || !selected.has(key);
    onSelect(selectRange(selected, all, upTo ? anchor.current : index, index, on));
    anchor.current = index;
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('tr[data-index]') : null;
    if (grid === undefined || row === null || event.altKey || event.defaultPrevented) {
      return;
    }
    const index = Number(row.dataset.index);
    const onRow = event.target === row;
    const command = event.ctrlKey || event.metaKey;
    const handled = () => event.preventDefault();
    const item = rows[index];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        handled();
        const to = goTo(index + (event.key === 'ArrowDown' ? 1 : -1));
        return event.shiftKey ? extend(index, to) : undefined;
      }
      case 'PageDown':
      case 'PageUp':
        handled();
        goTo(index + (event.key === 'PageDown' ? PAGE : -PAGE));
        return undefined;
      case 'Home':
      case 'End':
        handled();
        goTo(event.key === 'End' ? rows.length - 1 : 0);
        return undefined;
      case 'ArrowRight':
      case 'ArrowLeft':
        handled();
        return focusBeside(row, event.target, event.key === 'ArrowRight' ? 1 : -1);
      case ' ':
        if (onRow) {
          handled();
          select(index, event.shiftKey);
        }
        return undefined;
      case 'Enter':
        if (onRow && item !== undefined) {
          handled();
          grid.onOpen(item);
        }
        return undefined;
      case 'a':
        if (command && grid.selection !== undefined) {
          handled();
          grid.selection.onSelect(new Set(keys));
        }
        return undefined;
      case 'Escape':
        if (grid.selection !== undefined && grid.selection.selected.size > 0) {
          handled();
          grid.selection.onSelect(new Set());
        }
        return undefined;
      default:
        return undefined;
    }
  };

  const extend = (from: number, to: number) => {
    if (grid?.selection !== undefined) {
      grid.selection.onSelect(selectRange(grid.selection.selected, keys, from, to, true));
      anchor.current = to;
    }
  };

  return { active, setActive, select, onKeyDown };
}

function rowAt(table: HTMLTableElement | null, index: number): HTMLElement | undefined {
  return table?.querySelector<HTMLElement>(`tr[data-index="${index}"]`) ?? undefined;
}

/** Goes to the next or previous button of a row; before the first is the row itself. */
function focusBeside(row: HTMLElement, from: EventTarget, step: 1 | -1): void {
  const stops = [row, ...row.querySelectorAll<HTMLElement>('input, button, a[href]')];
  const at = stops.findIndex((stop) => stop === from);
  stops[Math.max(0, Math.min(at + step, stops.length - 1))]?.focus();
}
