import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type IconName, useStyles2 } from '@grafana/ui';
import { ListIcon } from './ListIcon';

interface Props {
  icon: IconName;
  /** Says what it does to what, for example "Edit acme". */
  label: string;
  /** -1 where Tab shall not stop, in a list that is walked through row by row. */
  tabIndex?: 0 | -1;
  onClick: () => void;
}

/**
 * A button of a row: looks as Grafana's icon button does, and is cheap enough for lists of thousands. A tooltip of Grafana's
 * watches the whole page; the browser's will do.
 */
export function RowButton({ icon, label, tabIndex, onClick }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <ListIcon name={icon} />
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: theme.spacing(3),
    height: theme.spacing(3),
    padding: 0,
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    color: theme.colors.text.primary,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
  }),
});
