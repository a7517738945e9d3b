import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { numberText } from '../../i18n/language';
import { t } from '../../i18n/t';
import { type ChartData, sumOf } from './chartSeries';
import { stepTime } from './stepTime';

interface Props {
  /** As the chart's. */
  label: string;
  data: ChartData;
}

/** The numbers of a chart, the latest step first; steps without any are left out. */
export function ChartTable({ label, data: { times, step, series } }: Props) {
  const styles = useStyles2(getStyles);
  const rows = times
    .map((time, place) => ({ time, counts: series.map(({ counts }) => counts[place] ?? 0) }))
    .filter(({ counts }) => sumOf(counts) > 0)
    .reverse();
  return (
    // Whoever uses the keyboard scrolls it, too.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('ui.chart.time', 'Time')}</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col" className={styles.number}>
                {name}
              </th>
            ))}
            <th scope="col" className={styles.number}>
              {t('ui.chart.total', 'Together')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, counts }) => (
            <tr key={time}>
              <th scope="row">{stepTime(time, step)}</th>
              {counts.map((count, place) => (
                <td key={series[place]?.key} className={styles.number}>
                  {numberText(count)}
                </td>
              ))}
              <td className={styles.number}>{numberText(sumOf(counts))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ maxHeight: 240, overflow: 'auto' }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    '& th, & td': {
      padding: theme.spacing(0.5, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      fontWeight: theme.typography.fontWeightRegular,
      textAlign: 'left',
      whiteSpace: 'nowrap',
    },
    '& thead th': {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  number: css({ '&&': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }),
});
