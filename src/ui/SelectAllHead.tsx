import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Checkbox, useStyles2 } from '@grafana/ui';
import type { GridBehaviour } from './useGrid';

interface Props {
  /** Of all rows of the list. */
  keys: readonly string[];
  selection: NonNullable<GridBehaviour<never>['selection']>;
}

/** The head of the column of checkboxes: selects all rows of the list, also those out of sight, or none. */
export function SelectAllHead({ keys, selection: { selected, onSelect, labelOfAll } }: Props) {
  const styles = useStyles2(getStyles);
  const some = keys.some((key) => selected.has(key));
  const all = some && keys.every((key) => selected.has(key));
  return (
    <th scope="col" className={styles.head}>
      <Checkbox
        aria-label={labelOfAll}
        value={all}
        indeterminate={some && !all}
        onChange={() => onSelect(all ? new Set() : new Set(keys))}
      />
    </th>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    width: theme.spacing(5),
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    verticalAlign: 'middle',
  }),
});
