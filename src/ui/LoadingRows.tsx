import React from 'react';
import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { testIds } from '../testIds';

interface Props {
  /** What is awaited, for screen readers. */
  label: string;
  rows?: number;
}

/** Grey rows in the shape of what is to come. */
export function LoadingRows({ label, rows = 6 }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-label={label} aria-busy data-testid={testIds.states.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <span className={styles.bar} />
          <span className={styles.bar} />
          <span className={styles.bar} />
        </div>
      ))}
    </div>
  );
}

const pulse = keyframes({ '50%': { opacity: 0.4 } });

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: '1fr 2fr 3fr',
    gap: theme.spacing(4),
    padding: theme.spacing(2, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  bar: css({
    height: theme.spacing(1.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    [theme.transitions.handleMotion('no-preference')]: { animation: `${pulse} 1.6s ease-in-out infinite` },
  }),
});
