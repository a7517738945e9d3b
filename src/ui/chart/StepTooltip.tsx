import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { numberText } from '../../i18n/language';
import { t } from '../../i18n/t';
import { type ChartData, sumOf } from './chartSeries';
import { stepTime } from './stepTime';
import { Swatch } from './Swatch';

interface Props {
  data: ChartData;
  /** Of the step. */
  place: number;
  /** Where the step is, and how wide the chart, in pixels. */
  x: number;
  width: number;
}

const WIDTH = 240;

/** What there was in one step, for whoever points at it; the table beside the chart says the same to everybody else. */
export function StepTooltip({ data: { times, step, series }, place, x, width }: Props) {
  const styles = useStyles2(getStyles);
  const parts = series.filter(({ counts }) => (counts[place] ?? 0) > 0);
  const total = sumOf(parts.map(({ counts }) => counts[place] ?? 0));
  return (
    <div className={styles.tooltip} style={{ left: x + WIDTH + 16 > width ? x - WIDTH - 12 : x + 12 }} aria-hidden>
      <div className={styles.time}>{stepTime(times[place] ?? 0, step)}</div>
      {parts.map(({ key, name, color, counts }) => (
        <div key={key} className={styles.row}>
          <Swatch color={color} />
          <span className={styles.name}>{name}</span>
          <span>{numberText(counts[place] ?? 0)}</span>
        </div>
      ))}
      <div className={styles.row}>
        <span />
        <span>{t('ui.chart.total', 'Together')}</span>
        <strong>{numberText(total)}</strong>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({
    position: 'absolute',
    top: 0,
    zIndex: theme.zIndex.tooltip,
    width: WIDTH,
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
    pointerEvents: 'none',
  }),
  time: css({ marginBottom: theme.spacing(0.5), color: theme.colors.text.secondary }),
  row: css({
    display: 'grid',
    gridTemplateColumns: `${theme.spacing(1.5)} minmax(0, 1fr) auto`,
    alignItems: 'center',
    gap: theme.spacing(1),
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
