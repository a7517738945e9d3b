import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, Stack, Text, useStyles2 } from '@grafana/ui';

interface Props {
  icon: IconName;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** `alert` for what went wrong, so that screen readers say it at once. */
  role?: 'alert' | 'status';
  testId?: string;
}

/** A page's whole content when there is nothing to list: what is the matter, and the way on. */
export function StatePanel({ icon, title, children, actions, role, testId }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.panel} role={role} aria-label={title} data-testid={testId}>
      <div className={styles.icon}>
        <Icon name={icon} size="xxl" />
      </div>
      <Text element="h2" variant="h3">
        {title}
      </Text>
      <div className={styles.text}>{children}</div>
      {actions !== undefined && (
        <Stack gap={1} wrap="wrap" justifyContent="center">
          {actions}
        </Stack>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(2),
    maxWidth: 640,
    margin: theme.spacing(6, 'auto'),
    textAlign: 'center',
  }),
  icon: css({
    display: 'grid',
    placeItems: 'center',
    width: theme.spacing(8),
    height: theme.spacing(8),
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
  }),
  text: css({ color: theme.colors.text.secondary, textWrap: 'pretty' }),
});
