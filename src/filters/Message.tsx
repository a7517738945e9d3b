import React, { type ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';

const ICONS: Readonly<Record<Props['kind'], IconName>> = {
  error: 'exclamation-circle',
  warning: 'exclamation-triangle',
  note: 'info-circle',
};

interface Props {
  kind: 'error' | 'warning' | 'note';
  children: ReactNode;
}

/** One line below what it is about: what is wrong, what is rarely meant, or what is good to know. */
export function Message({ kind, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={cx(styles.message, styles[kind])}>
      <Icon name={ICONS[kind]} />
      <span>{children}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    marginTop: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    '& > svg': { flexShrink: 0, marginTop: 2 },
  }),
  error: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  note: css({ color: theme.colors.text.secondary }),
});
