import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type PropsWithChildren } from 'react';
import type { LoadedPlugin } from './loadPlugin';
import { Navigation } from './Navigation';
import { TopBar } from './TopBar';

type ShellProps = PropsWithChildren<{ loaded: LoadedPlugin; onToggleTheme: () => void }>;

/** The frame around every page: navigation at the left, a bar with breadcrumbs and the user's menu on top. */
export function Shell({ loaded, onToggleTheme, children }: ShellProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame}>
      <Navigation meta={loaded.meta} />
      <div className={styles.column}>
        <TopBar meta={loaded.meta} onToggleTheme={onToggleTheme} />
        <div className={styles.page}>{children}</div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ display: 'flex', minHeight: '100vh', background: theme.colors.background.canvas }),
  column: css({ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }),
  page: css({
    flex: 1,
    background: theme.colors.background.primary,
    borderTop: `1px solid ${theme.colors.border.weak}`,
    borderLeft: `1px solid ${theme.colors.border.weak}`,
    borderTopLeftRadius: theme.shape.radius.lg,
  }),
});
