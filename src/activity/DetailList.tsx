import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export interface Detail {
  term: string;
  /** Left out of the list when there is nothing to say. */
  value: ReactNode;
}

/** Everything about one event, to be read. */
export function DetailList({ details }: { details: readonly Detail[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.list}>
      {details
        .filter(({ value }) => ![undefined, null, false, ''].some((nothing) => value === nothing))
        .map(({ term, value }) => (
          <div key={term} className={styles.detail}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: 0 }),
  detail: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(20)} minmax(0, 1fr)`,
    gap: theme.spacing(2),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  term: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  value: css({ margin: 0, overflowWrap: 'anywhere' }),
});
