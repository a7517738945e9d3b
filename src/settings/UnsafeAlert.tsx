import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import type { BackendFinding } from '../api/status';
import { Trans } from '../i18n/Trans';
import { t } from '../i18n/t';
import { FindingText } from './FindingText';
import { groupFindings } from './groupFindings';

interface Props {
  findings: readonly BackendFinding[];
  /** The backend has several URLs. */
  several: boolean;
}

/** What makes a backend unsafe, and the way out; nothing when nothing does. */
export function UnsafeAlert({ findings, several }: Props) {
  const styles = useStyles2(getStyles);
  return findings.length === 0 ? null : (
    <Alert
      severity="error"
      title={t('settings.unsafe.title', 'Not safe: Gatehouse refuses what this would let through')}
      bottomSpacing={0}
    >
      <ul className={styles.list}>
        {groupFindings(findings).map((finding) => (
          <li key={finding.code + finding.message} data-finding={finding.code}>
            <FindingText finding={finding} several={several} />
          </li>
        ))}
      </ul>
      <p className={styles.wayOut}>
        <Trans
          id="settings.unsafe.wayOut"
          text="People see the reason backend-unsafe until it is solved. If you know that the backend is safe although it does not tell, the operator can vouch for it with <code>safety: vouched</code> in gatehouse.yaml."
          parts={{ code: <code /> }}
        />
      </p>
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(0.5), paddingLeft: theme.spacing(2), listStyle: 'disc' }),
  wayOut: css({ marginTop: theme.spacing(1), marginBottom: 0 }),
});
