import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Stack, useStyles2 } from '@grafana/ui';
import type { Status } from '../api/status';
import { t } from '../i18n/t';
import { BackendList } from './BackendList';
import { overallState } from './overallState';
import { StateIcon } from './StateIcon';
import { statusLines } from './statusLines';

/** How the proxy is doing, part by part. */
export function StatusReport({ status }: { status: Status }) {
  const styles = useStyles2(getStyles);
  const { code, severity, title } = overallState(status);
  return (
    <Stack direction="column" gap={3}>
      <div>
        <Alert severity={severity} title={title} data-code={code} />
        <ul className={styles.list} aria-label={t('settings.status.label', 'Status of the proxy')}>
          {statusLines(status).map(({ state, what, text }) => (
            <li key={what} className={styles.line}>
              <StateIcon state={state} />
              <span className={styles.what}>{what}</span>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
      <BackendList backends={status.backends} />
    </Stack>
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
});
