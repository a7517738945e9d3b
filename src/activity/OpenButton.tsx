import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  /** What it opens, for screen readers. */
  label: string;
  onOpen: () => void;
  children: ReactNode;
}

/** The first cell of a row, which opens what else there is to say. */
export function OpenButton({ label, onOpen, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <button type="button" className={styles.button} aria-label={label} aria-haspopup="dialog" onClick={onOpen}>
      {children}
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.link,
    font: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'left',
    '&:hover, &:focus-visible': { textDecoration: 'underline' },
  }),
});
