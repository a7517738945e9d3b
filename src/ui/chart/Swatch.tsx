import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** The colour of a part of a chart, beside its name. */
export function Swatch({ color }: { color: string }) {
  const styles = useStyles2(getStyles);
  return <span className={styles.swatch} style={{ background: color }} aria-hidden />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  swatch: css({
    display: 'inline-block',
    flexShrink: 0,
    width: theme.spacing(1.5),
    height: theme.spacing(0.5),
    borderRadius: theme.shape.radius.pill,
  }),
});
