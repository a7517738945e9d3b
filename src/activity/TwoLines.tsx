import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  children: ReactNode;
  /** Below it, toned down. */
  below?: ReactNode;
}

/** A cell of a table: what matters, and below it what explains it. */
export function TwoLines({ children, below }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <div>{children}</div>
      {below !== undefined && below !== '' && <div className={styles.below}>{below}</div>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  below: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
