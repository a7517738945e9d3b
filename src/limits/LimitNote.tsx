import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { GrantLimits } from '@gatehouse/model';
import { Icon, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import { limitsInWords, shortLimits } from './limitsInWords';

interface Props {
  limits: GrantLimits | undefined;
  /** For whom they count. */
  scope: 'each person' | 'all together';
}

/** Says in a table that there are limits; nothing without them. */
export function LimitNote({ limits, scope }: Props) {
  const styles = useStyles2(getStyles);
  const text = shortLimits(limits);
  return text === '' ? null : (
    <span className={styles.note} title={titleOf(scope, limitsInWords(limits).join(', '))}>
      <Icon name="dashboard" size="sm" />
      <span>
        {scope === 'each person'
          ? t('limits.note.eachPerson', 'each person: {{limits}}', { limits: text })
          : t('limits.note.together', 'all together: {{limits}}', { limits: text })}
      </span>
    </span>
  );
}

function titleOf(scope: Props['scope'], limits: string): string {
  return scope === 'each person'
    ? t('limits.note.eachPersonHas', 'Each person has {{limits}}', { limits })
    : t('limits.note.togetherHave', 'All together have {{limits}}', { limits });
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
