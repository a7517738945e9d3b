import React, { useRef } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { LookUp } from '../api/discovery';
import { t } from '../i18n/t';
import { MatcherFields } from './MatcherFields';
import { emptyRow, type MatcherRow, rowOf } from './matcherRows';

interface Props {
  rows: readonly MatcherRow[];
  onChange: (rows: MatcherRow[]) => void;
  lookUp: LookUp;
  /** Numbers of the filter and of its grant, for screen readers. */
  filter: number;
  grant: number;
  /** Whether what is not chosen yet is an error by now. */
  strict: boolean;
}

/** A filter as rows of label, operator and value, all of which must hold. */
export function FilterBuilder({ rows, onChange, lookUp, filter, grant, strict }: Props) {
  const styles = useStyles2(getStyles);
  const add = useRef<HTMLButtonElement>(null);
  const replace = (key: number, ...next: MatcherRow[]) =>
    onChange(rows.flatMap((row) => (row.key === key ? next : [row])));
  return (
    <div className={styles.rows}>
      {rows.map((row, index) => (
        <MatcherFields
          key={row.key}
          row={row}
          onChange={(next) => replace(row.key, next)}
          onRemove={
            rows.length === 1
              ? undefined
              : () => {
                  replace(row.key);
                  // The pressed button is gone, and the keyboard must not be left nowhere.
                  add.current?.focus();
                }
          }
          onRequireLabel={(label) => {
            replace(row.key, row, rowOf({ label, operator: '=~', value: '.+' }));
            add.current?.focus();
          }}
          lookUp={lookUp}
          position={{ matcher: index + 1, filter, grant }}
          strict={strict}
        />
      ))}
      <div className={styles.add}>
        <Button
          ref={add}
          variant="secondary"
          fill="text"
          size="sm"
          icon="plus"
          aria-label={t('filters.builder.addTo', 'Add matcher to filter {{filter}} of grant {{grant}}', {
            filter,
            grant,
          })}
          onClick={() => onChange([...rows, emptyRow()])}
        >
          {t('filters.builder.add', 'Add matcher')}
        </Button>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  // What is written on the button stands in line with the fields above, not its invisible edge.
  add: css({ marginLeft: theme.spacing(-1) }),
});
