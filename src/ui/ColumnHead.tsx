import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { DataColumn } from './DataTable';
import { readOrder, type SortOrder } from './sortRows';
import { tableHeadStyle } from './tableHeadStyle';
import { unseenStyle } from './unseenStyle';

interface Props<Row> {
  column: DataColumn<Row>;
  order: SortOrder;
  onSort: (key: string) => void;
}

/** A column's title; where the list can be sorted by the column, a button that does it. */
export function ColumnHead<Row>({ column: { title, hideTitle, width, sort }, order, onSort }: Props<Row>) {
  const styles = useStyles2(getStyles);
  const { key, descending } = readOrder(order);
  const sorted = sort !== undefined && sort.key === key;
  return (
    <th
      scope="col"
      className={styles.head}
      style={{ width }}
      aria-sort={sort === undefined ? undefined : sorted ? (descending ? 'descending' : 'ascending') : 'none'}
    >
      {sort === undefined ? (
        <span className={cx(hideTitle && styles.hidden)}>{title}</span>
      ) : (
        <button type="button" className={styles.button} onClick={() => onSort(sort.key)}>
          {title}
          <Icon
            name={sorted && descending ? 'arrow-down' : 'arrow-up'}
            size="sm"
            className={cx(!sorted && styles.unsorted)}
          />
        </button>
      )}
    </th>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: cx(tableHeadStyle(theme), css({ whiteSpace: 'nowrap' })),
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: 0,
    border: 'none',
    background: 'transparent',
    font: 'inherit',
    color: 'inherit',
    '&:hover, &:focus-visible': { color: theme.colors.text.primary, '& svg': { visibility: 'visible' } },
  }),
  // The arrow has its place also while it is not seen, so that titles do not move.
  unsorted: css({ visibility: 'hidden' }),
  hidden: unseenStyle(),
});
