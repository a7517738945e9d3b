import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Impact } from '@gatehouse/model';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';
import { numberText } from '../../i18n/language';
import { t } from '../../i18n/t';

/** How many gain, lose, get something else, and notice nothing. */
export function ImpactCounts({ impact: { gaining, losing, differing, unchanged } }: { impact: Impact }) {
  const styles = useStyles2(getStyles);
  const counts: Array<{ icon: IconName; label: string; number: number; className: string }> = [
    { icon: 'arrow-up', label: t('impact.gain', 'gain'), number: gaining, className: styles.gain },
    { icon: 'arrow-down', label: t('impact.lose', 'lose'), number: losing, className: styles.lose },
    {
      icon: 'exchange-alt',
      label: t('impact.differ', 'get something else'),
      number: differing,
      className: styles.differ,
    },
    { icon: 'minus', label: t('impact.unchanged', 'notice nothing'), number: unchanged, className: styles.none },
  ];
  return (
    <dl className={styles.counts} aria-label={t('impact.counts', 'Who gains and loses, in numbers')}>
      {counts.map(({ icon, label, number, className }) => (
        <div key={icon} className={styles.count}>
          <dt className={styles.label}>
            <Icon name={icon} size="sm" className={number > 0 ? className : styles.none} /> {label}
          </dt>
          <dd className={styles.number}>{numberText(number)}</dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
    gap: theme.spacing(1),
    margin: 0,
  }),
  count: css({
    display: 'flex',
    flexDirection: 'column-reverse',
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  label: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  number: css({ margin: 0, fontSize: theme.typography.h3.fontSize, fontVariantNumeric: 'tabular-nums' }),
  gain: css({ color: theme.colors.success.text }),
  lose: css({ color: theme.colors.error.text }),
  differ: css({ color: theme.colors.info.text }),
  none: css({ color: theme.colors.text.secondary }),
});
