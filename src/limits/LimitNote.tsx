import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { GrantLimits } from '@gatehouse/model';
import { Icon, useStyles2 } from '@grafana/ui';
import { limitsInWords, shortLimits } from './limitsInWords';

interface Props {
  limits: GrantLimits | undefined;
  /** For whom they count. */
  scope: 'each person' | 'all together';
}

const SCOPES = { 'each person': 'Each person has', 'all together': 'All together have' };

/** Says in a table that there are limits; nothing without them. */
export function LimitNote({ limits, scope }: Props) {
  const styles = useStyles2(getStyles);
  const text = shortLimits(limits);
  return text === '' ? null : (
    <span className={styles.note} title={`${SCOPES[scope]} ${limitsInWords(limits).join(', ')}`}>
      <Icon name="dashboard" size="sm" />
      <span>{`${scope}: ${text}`}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    display: 'inline-flex',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) },
  }),
});
