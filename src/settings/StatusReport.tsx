import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Icon, type IconName, useStyles2 } from '@grafana/ui';
import type { Status } from '../api/status';
import { type StatusLine, statusLines } from './statusLines';

const ICONS: Record<StatusLine['state'], IconName> = {
  good: 'check-circle',
  warning: 'exclamation-triangle',
  bad: 'times-circle',
};

/** How the proxy is doing, part by part. */
export function StatusReport({ status }: { status: Status }) {
  const styles = useStyles2(getStyles);
  const lines = statusLines(status);
  const well = lines.every(({ state }) => state === 'good');
  return (
    <>
      <Alert
        severity={well ? 'success' : 'warning'}
        title={well ? 'Connected, and all is well' : 'Connected, but not all is well'}
        data-code={well ? 'connected' : 'connected-with-trouble'}
      />
      <ul className={styles.list} aria-label="Status of the proxy">
        {lines.map(({ state, what, text }) => (
          <li key={what} className={styles.line}>
            <Icon name={ICONS[state]} className={styles[state]} />
            <span className={styles.what}>{what}</span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  line: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(2.5)} minmax(160px, 1fr) 3fr`,
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
    '& > svg': { marginTop: theme.spacing(0.25) },
  }),
  what: css({ fontWeight: theme.typography.fontWeightMedium }),
  good: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  bad: css({ color: theme.colors.error.text }),
});
