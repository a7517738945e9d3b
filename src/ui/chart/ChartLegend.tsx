import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { numberText } from '../../i18n/language';
import { type ChartSeries, sumOf } from './chartSeries';
import { Swatch } from './Swatch';

interface Props {
  /** What the numbers count, for screen readers. */
  label: string;
  series: readonly ChartSeries[];
}

/** What the colours of a chart stand for, and how much there was of each. */
export function ChartLegend({ label, series }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label={label}>
      {series.map(({ key, name, color, counts, href }) => (
        <li key={key} className={styles.entry}>
          <Swatch color={color} />
          {href === undefined ? (
            <span>{name}</span>
          ) : (
            <TextLink href={href} color="primary" inline={false} variant="bodySmall">
              {name}
            </TextLink>
          )}
          <span className={styles.count}>{numberText(sumOf(counts))}</span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(1),
    listStyle: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  entry: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), overflowWrap: 'anywhere' }),
  count: css({ color: theme.colors.text.secondary }),
});
